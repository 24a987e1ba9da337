"""Checking the ledger: every link of every chain, and what each commitment binds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from webapp.base.db import snapshot
from webapp.domain.privacy.models import Disclosure, DisclosureChain, DisclosureSubject
from webapp.domain.privacy.rules import FIRST_HASH, Content, commitment_of, link_hash

TOLD_EVERY = 5_000
PAGE_OF_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first entry of a chain that does not stand, and why; number 0 is the chain itself."""

    chain_id: int
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and the first broken link where there is one."""

    chains: int
    entries: int
    broken: BrokenLink | None


class _Broken(Exception):  # noqa: N818
    def __init__(self, chain_id: int, number: int, reason: str) -> None:
        super().__init__(reason)
        self.link = BrokenLink(chain_id, number, reason)


def verify_ledger(progress: Callable[[int], None] = lambda count: None) -> Verification:
    """Checks every entry, chain by chain, as they stand at one moment.

    ``progress`` is told now and then how many entries are checked.
    """
    entries = 0
    with snapshot():
        chains = {
            each.id: each
            for each in DisclosureChain.select().order_by(DisclosureChain.id).iterator()
        }
        state, count = _State(chains), len(chains)
        try:
            for row in _rows():
                state.check(row)
                entries += 1
                if entries % TOLD_EVERY == 0:
                    progress(entries)
            state.finish()
        except _Broken as broken:
            return Verification(count, entries, broken.link)
    progress(entries)
    return Verification(count, entries, None)


class _State:
    """The chain that is being walked, and where it stands."""

    def __init__(self, chains: dict[int, Any]) -> None:
        self._unseen = chains
        self._chain: Any = None
        self._number = 0
        self._hash = FIRST_HASH

    def check(self, row: dict[str, Any]) -> None:
        if self._chain is None or self._chain.id != row["chain_id"]:
            self._end_chain()
            self._chain = self._unseen.pop(row["chain_id"], None)
            if self._chain is None:
                raise _Broken(row["chain_id"], row["number"], "the chain of this entry is gone")
            self._number, self._hash = 0, FIRST_HASH
        self._number += 1
        if row["number"] != self._number:
            raise _Broken(row["chain_id"], self._number, "the entry is missing")
        problem = self._problem(row)
        if problem:
            raise _Broken(row["chain_id"], row["number"], problem)
        self._hash = row["hash"]

    def _problem(self, row: dict[str, Any]) -> str | None:
        if row["previous_hash"] != self._hash:
            return "it does not follow the entry before it"
        content = Content(
            row["disclosed_at"],
            row["company_id"],
            row["company_name"],
            row["country"],
            row["role"],
            tuple(row["fields"]),
            row["channel"],
            row["ground"],
            row["partner"],
        )
        told = (self._hash, row["chain_id"], row["number"], content, row["commitment"])
        if link_hash(*told) != row["hash"]:
            return "its content was changed"
        return self._subject_problem(row)

    def _subject_problem(self, row: dict[str, Any]) -> str | None:
        erased = self._chain.account_id is None
        if row["salt"] is None:
            return None if erased else "its personal part is missing"
        if erased:
            return "its personal part was left when the person was erased"
        told = (row["account_id"], row["cv_id"], row["recipient"])
        if commitment_of(row["salt"], *told) != row["commitment"]:
            return "its personal part was changed"
        if row["account_id"] != self._chain.account_id:
            return "its chain was given to another person"
        return None

    def _end_chain(self) -> None:
        if self._chain is not None and (self._chain.length, self._chain.head) != (
            self._number,
            self._hash,
        ):
            raise _Broken(self._chain.id, self._number + 1, "the newest entries are missing")

    def finish(self) -> None:
        self._end_chain()
        for chain in self._unseen.values():
            if chain.length:
                raise _Broken(chain.id, 1, "the entry is missing")


def _rows() -> Iterator[dict[str, Any]]:
    """Every entry with its personal part, in the order of the chains."""
    last = (0, 0)
    while True:
        page = list(
            Disclosure.select(
                Disclosure,
                DisclosureSubject.salt,
                DisclosureSubject.account_id,
                DisclosureSubject.cv_id,
                DisclosureSubject.recipient,
            )
            .left_outer_join(
                DisclosureSubject, on=(DisclosureSubject.disclosure_id == Disclosure.id)
            )
            .where(
                (Disclosure.chain_id > last[0])
                | ((Disclosure.chain_id == last[0]) & (Disclosure.number > last[1]))
            )
            .order_by(Disclosure.chain_id, Disclosure.number)
            .limit(PAGE_OF_ROWS)
            .dicts()
        )
        if not page:
            return
        yield from page
        last = (page[-1]["chain_id"], page[-1]["number"])

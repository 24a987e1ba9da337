"""Demo accounts and their codes, and the link for the first administrator."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.base.test_config import PRODUCTION, profile_file
from tests.support.accounts import NEW_PASSWORD
from webapp.base import db
from webapp.base.sealing import use_key
from webapp.cli import main
from webapp.domain.accounts.demo import DEMO_ACCOUNTS, DEMO_ANSWER, DEMO_PASSWORD
from webapp.domain.accounts.links import DeadLinkError
from webapp.domain.accounts.logging_in import log_in
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.passwords import is_answer
from webapp.domain.accounts.rules import STAFF, Stage
from webapp.domain.accounts.second_factor import check_code
from webapp.domain.accounts.sessions import find_session, open_session
from webapp.domain.accounts.staffing import set_up

Stepstone = Callable[..., Result]
NET = "192.0.2.0/24"


@pytest.fixture
def stepstone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stepstone]:
    for name in os.environ:
        if name.startswith("STEPSTONE_") or name in ("DATABASE_URL", "PORT"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("STEPSTONE_INSTANCE", str(tmp_path / "instance"))

    def run(*arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(main, arguments, env=environment, prog_name="stepstone")

    yield run
    if db.database.obj is not None and not db.database.is_closed():
        db.database.close()


def test_a_demo_has_accounts_of_each_kind_that_one_can_log_in_to(
    stepstone: Stepstone, tmp_path: Path
) -> None:
    assert stepstone("demo").exit_code == 0
    codes = json.loads(stepstone("demo", "code", "--json").output)
    assert set(codes) == {each.email for each in DEMO_ACCOUNTS if each.needs_code}
    use_key((tmp_path / "instance" / "secret_key").read_text().strip())
    for account in DEMO_ACCOUNTS:
        found = log_in(account.email, DEMO_PASSWORD, NET)
        assert (found.stage is Stage.HALF_WAY) == account.needs_code
        if account.needs_code:
            half = find_session(open_session(found.account_id, found.stage, "computer"))
            assert half is not None
            check_code(half, codes[account.email], "198.51.100.0/24")


def test_everybody_of_a_demo_but_staff_has_a_question_and_knows_its_answer(
    stepstone: Stepstone,
) -> None:
    assert stepstone("demo").exit_code == 0
    for each in DEMO_ACCOUNTS:
        account = Account.get(Account.email == each.email)
        assert bool(account.question) is not bool(STAFF & set(each.roles))
        assert is_answer(DEMO_ANSWER.upper(), account.answer_hash) is bool(account.question)


def test_production_refuses_the_accounts_of_a_demo(stepstone: Stepstone, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/shared.sqlite3"
    stepstone("demo", DATABASE_URL=url)
    production = PRODUCTION | {
        "DATABASE_URL": url,
        "STEPSTONE_OPERATOR_PROFILE": str(profile_file(tmp_path, sample=False)),
    }
    started = stepstone("run", **production)
    assert (started.exit_code, "Accounts of a demo" in started.output) == (1, True)
    examined = stepstone("doctor", **production)
    assert (examined.exit_code, "Accounts of a demo" in examined.output) == (1, True)
    assert stepstone("demo", "code", **production).exit_code == 1


def test_the_first_administrator_gets_a_link_that_is_good_once(stepstone: Stepstone) -> None:
    result = stepstone("operator", "create", "chef@exempel.se")
    assert result.exit_code == 0
    found = re.search(r"http://\S+/sv/set-up/(\S+)", result.output)
    assert found
    set_up(found[1], NEW_PASSWORD)
    with pytest.raises(DeadLinkError):
        set_up(found[1], NEW_PASSWORD)
    assert log_in("chef@exempel.se", NEW_PASSWORD, NET)


def test_a_new_link_makes_the_one_before_useless(stepstone: Stepstone) -> None:
    links = [
        re.findall(r"set-up/(\S+)", stepstone("operator", "create", "chef@exempel.se").output)[0]
        for _ in range(2)
    ]
    with pytest.raises(DeadLinkError):
        set_up(links[0], NEW_PASSWORD)
    set_up(links[1], NEW_PASSWORD)


def test_nobody_else_s_account_becomes_staff(stepstone: Stepstone) -> None:
    stepstone("demo")
    result = stepstone("operator", "create", "seeker@example.com")
    assert (result.exit_code, "no colleague" in result.output) == (1, True)
    assert stepstone("operator", "create", "no address").exit_code == 1

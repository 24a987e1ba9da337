"""What everybody sees after each step of the canary machine equals the table of PRODUCT.md, §4."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis.stateful import invariant

from tests.blueprints.canary.talk import CanaryTalk
from tests.blueprints.canary.viewers import EMPLOYERS, OTHERS
from tests.blueprints.canary.words import (
    BODY,
    HIDDEN,
    PHOTO,
    REFERENCES,
    TYPED,
    everything_of,
    section_under,
    told,
    words_of,
)
from tests.support.accounts import mails
from tests.support.html_tree import HtmlTree
from webapp.base import clock
from webapp.domain.accounts.queries import address_of

MET = {"sv": "Ett cv till dig", "en": "A CV for you"}
TOTAL = re.compile(r'data-total="(\d+)"')


class CanaryMachine(CanaryTalk):
    """The whole machine: its rules with what must hold after each of them."""

    employers_page: str | None = None

    @invariant()
    def employers_meet_what_the_table_says(self) -> None:
        self.employers_page = None
        for who in EMPLOYERS if self.has_cv else ():
            path = f"/{self.lang}/cv/{self.address}"
            how = self.decided.how_seen_by(who)
            if how is None:
                self.viewers.finds_nothing(who, path, self.address)
                self.viewers.finds_nothing(who, f"{path}/photo.jpg", self.address)
                continue
            page = self.viewers.get(who, path)
            says = self.decided.says(how)
            assert page.status_code == 200, who
            assert self.words.said_in(everything_of(page, self.address)) == says, who
            self.entries += bool(told(says) - {PHOTO})
            if who == "verified":
                shown = HtmlTree.of_page(page.text, path).by_id("cv")
                assert shown is not None
                self.employers_page = words_of(shown)
            self.meets_photo(who, f"{path}/photo.jpg", shown=PHOTO in says)

    def meets_photo(self, who: str, path: str, *, shown: bool) -> None:
        if not shown:
            self.viewers.finds_nothing(who, path, self.address)
            return
        photo = self.viewers.get(who, path)
        assert (photo.status_code, photo.data) == (200, self.decided.photo), who
        assert self.words.said_in(str(photo.headers).replace(self.address, "")) == set()
        self.entries += 1

    @invariant()
    def for_everybody_else_there_is_none(self) -> None:
        for who in OTHERS if self.has_cv else ():
            path = f"/{self.lang}/cv/{self.address}"
            self.viewers.finds_nothing(who, path, self.address)
            self.viewers.finds_nothing(who, f"{path}/photo.jpg", self.address)
        for who in ("seeker", "visitor", "verified"):
            for ending in ("", "/state", "/links", "/delete"):
                page = self.viewers.get(who, f"/{self.lang}{self.cv}{ending}")
                assert page.status_code == (303 if who == "visitor" else 404)
                assert self.words.said_in(everything_of(page, "")) == set()

    @invariant()
    def what_has_ended_is_as_if_it_had_never_been(self) -> None:
        for secret, kind in list(self.dead.items())[-2:]:
            viewers = ("link holder",) if kind == "/cv-link/" else ("verified", "known", "owner")
            for who in viewers:
                self.viewers.finds_nothing(who, f"/{self.lang}{kind}{secret}", secret)

    @invariant()
    def recipients_of_links_read_what_was_attached(self) -> None:
        for token, names in self.links.items():
            path = f"/{self.lang}/cv-link/{token}"
            met = self.viewers.get("link holder", path)
            assert MET[self.lang] in met.text
            assert self.words.said_in(everything_of(met, token)) == set()
            read = self.viewers.read_link(path)
            said = self.words.said_in(everything_of(read, token))
            assert said == BODY | {REFERENCES} | names
            self.entries += 1
            with clock.set_to(clock.now() + timedelta(days=8)):
                self.viewers.finds_nothing("link holder", path, token)

    @invariant()
    def the_owner_sees_all_of_it_and_what_the_others_see(self) -> None:
        if not self.has_cv:
            return
        edited = self.words.said_in(self.viewers.own(f"/{self.lang}{self.cv}").text)
        assert edited >= BODY | {REFERENCES, HIDDEN}
        details = self.words.said_in(self.viewers.own(f"/{self.lang}/my/details").text)
        assert details >= set(TYPED)
        page = HtmlTree.of_page(self.viewers.own(f"/{self.lang}{self.cv}/state").text, "/")
        for how in ("anonymous", "public"):
            preview = section_under(page, f"as-{how}")
            assert self.words.said_in(preview.markup) == self.decided.says(how)
            if how == self.decided.how_seen_by("verified"):
                assert preview.text == self.employers_page

    @invariant()
    def the_list_of_who_has_seen_what_is_whole_and_says_no_values(self) -> None:
        page = self.viewers.own(f"/{self.lang}/my/disclosures").text
        main = page.partition("<main")[2]
        count = re.search(r"<p>(\d+) (?:gång|time)", main)
        assert count is not None
        assert int(count[1]) == self.entries
        assert told(self.words.said_in(main)) == set()

    @invariant()
    def the_centre_finds_what_the_table_says_and_names_nobody(self) -> None:
        for who in EMPLOYERS if self.has_cv else ():
            title = self.words.written["title"]
            path = f"/{self.lang}/cv-centre?text={title}"
            page = self.viewers.get(who, path)
            assert page.status_code == 200
            sees = self.decided.how_seen_by(who) is not None
            totals = TOTAL.findall(page.text)
            assert totals == ([] if who == "unverified" else [str(int(sees))]), who
            # What was searched for stands in the form of the page.
            results = everything_of(page, self.address).partition('class="hits"')[2]
            assert self.words.said_in(results) <= ({"title"} if sees else set()), who

    @invariant()
    def shortlists_and_dialogues_name_nobody_and_lead_nowhere_forbidden(self) -> None:
        sees = self.has_cv and self.decided.how_seen_by("known") is not None
        pages = [f"/{self.lang}/cv-centre/shortlists", f"/{self.lang}/employer/dialogues"]
        pages += [f"{pages[1]}/{number}" for number in list(self.asked.values())[-2:]]
        for path in pages:
            page = self.viewers.get("known", path)
            assert page.status_code == 200, path
            said = self.words.said_in(everything_of(page, self.address if self.has_cv else "-"))
            assert told(said) == set(), path
            assert said <= (BODY if sees else set()), path
            addresses = set(re.findall(r"/cv/([\w-]{24})", page.text))
            assert not addresses & set(self.dead), path
            assert not (self.has_cv and not sees and self.address in addresses), path

    @invariant()
    def nobody_else_reads_their_dialogues(self) -> None:
        for number in list(self.asked.values())[-1:]:
            for who in ("verified", "blocked", "unverified", "seeker"):
                for area in ("my", "employer"):
                    page = self.viewers.get(who, f"/{self.lang}/{area}/dialogues/{number}")
                    assert page.status_code == 404, (who, area)

    @invariant()
    def mails_to_companies_name_nobody(self) -> None:
        self.steps += 1
        for who in EMPLOYERS:
            address = address_of(self.viewers.companies[who].account_id)
            for mail in mails(to=str(address)):
                assert self.words.said_in(str(mail.data)) <= {"title"}, who

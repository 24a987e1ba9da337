"""Pages of people who are logged in: axe-core finds nothing, and the validators get them too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from tests.journeys.examiner import Examiner, looks_of
from tests.journeys.stage import database_of
from tests.journeys.words import Words
from tests.support.chromium import Visit, new_page
from tests.support.page_store import PageStore
from tests.support.served import ServedSite
from tests.web.addresses import ACCOUNT_PAGES, EMPLOYER_PAGES, LANGUAGES
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import Stage
from webapp.domain.accounts.sessions import open_session
from webapp.domain.cv.forwarding_queries import forwardings_of
from webapp.domain.cv.links import create_link
from webapp.domain.cv.models import Cv
from webapp.domain.cv.rules import Detail, State
from webapp.domain.operators.forwarding import ask_owner
from webapp.signing_in import LOOPBACK_COOKIE

SEEKER, RECRUITER = "seeker@example.com", "recruiter@example.com"
OWNER, ADMINISTRATOR = "employer@example.com", "administrator@example.com"
# Only half of a login gets to see this one.
HALF_WAY = "login/code"
CV_PAGES = (
    *("", "/about", "/order", "/preview", "/preview/link", "/state", "/leaks", "/export"),
    *("/sections/wanted", "/sections/experience", "/links", "/forwarding", "/delete"),
)


@dataclass(frozen=True)
class Scene:
    """Who is logged in, and what there is to see."""

    site: ServedSite
    sessions: dict[str, str]
    cv_id: int
    addresses: tuple[str, ...]
    link: str
    forwarding: int

    def visits(self) -> dict[str, tuple[str, ...]]:
        """The paths, without their language, that each of them looks at."""
        own = [page for page in ACCOUNT_PAGES if page != HALF_WAY and _is_seekers(page)]
        own += [f"my/cvs/{self.cv_id}{page}" for page in CV_PAGES]
        own.append(f"my/forwarding/{self.forwarding}")
        public, _anonymous, inactive = self.addresses
        return {
            "seeker": (*own, f"cv-link/{self.link}"),
            "half": (HALF_WAY,),
            # Logged in nowhere else, unlike the seeker.
            "recruiter": (
                *(f"cv/{address}" for address in self.addresses[:2]),
                *(f"cv/{self.addresses[1]}/{page}" for page in ("ask", "keep", "forward")),
                *EMPLOYER_PAGES,
                *(page for page in ACCOUNT_PAGES if _is_recruiters(page)),
                "my/settings/sessions",
            ),
            "owner": (
                "employer/company",
                "employer/company/close",
                "employer/people",
                "partner/ended",
            ),
            "administrator": (
                *(page for page in ACCOUNT_PAGES if page.startswith("operator/")),
                f"operator/forwarding/{public}",
                f"operator/forwarding/{inactive}?company=bolag",
                f"operator/forwarding/{inactive}?company=ekliden",
                f"operator/forwarding/{public}/to/1",
                f"operator/forwarding/{inactive}/to/1",
            ),
        }


def _is_recruiters(page: str) -> bool:
    owners = ("employer/company", "employer/people", "employer/register")
    return page.startswith("employer") and not page.startswith(owners)


def _is_seekers(page: str) -> bool:
    return page == "employer/register" or not page.startswith(("employer", "operator/", "partner/"))


@pytest.fixture(scope="module")
def scene(demo: ServedSite) -> Scene:
    with database_of(demo):
        ids = {row.email: int(row.id) for row in Account.select()}
        seeker = ids[SEEKER]
        cvs = {row.state: row for row in Cv.select().where(Cv.account_id == seeker)}
        public, anonymous = cvs[State.PUBLIC], cvs[State.ANONYMOUS]
        inactive = cvs[State.INACTIVE]
        ask_owner(
            inactive.address,
            ids[ADMINISTRATOR],
            ids[RECRUITER],
            position="Trädgårdsmästare i Lund",
        )
        return Scene(
            demo,
            {
                "other": open_session(seeker, Stage.WHOLE, "phone"),
                "seeker": open_session(seeker, Stage.WHOLE, "computer"),
                "half": open_session(ids[OWNER], Stage.HALF_WAY, "computer"),
                "recruiter": open_session(ids[RECRUITER], Stage.WHOLE, "computer"),
                "owner": open_session(ids[OWNER], Stage.WHOLE, "computer"),
                "administrator": open_session(ids[ADMINISTRATOR], Stage.WHOLE, "computer"),
            },
            public.id,
            (public.address, anonymous.address, inactive.address),
            create_link(
                public.id,
                seeker,
                recipient="Moa på Ekliden",
                details=[Detail.NAME],
                lasts=timedelta(days=7),
            ),
            forwardings_of(seeker)[0].id,
        )


def signed_in(visit: Visit, key: str) -> None:
    visit.page.context.clear_cookies()
    cookie = {"name": LOOPBACK_COOKIE, "value": key, "url": visit.origin, "httpOnly": True}
    visit.page.context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_behind_a_login_passes(
    scene: Scene, browser: Browser, lang: str, page_store: PageStore
) -> None:
    with new_page(browser, scene.site.url, lang=lang, bypass_csp=True) as visit:
        examiner = Examiner(visit, page_store, looks_of(lang))
        # The recruiter first, so that the seeker's list of who has seen what is not empty.
        for who, paths in reversed(scene.visits().items()):
            signed_in(visit, scene.sessions[who])
            for path in paths:
                examiner.open(f"/{lang}/{path}")
        with visit.page.expect_response(re.compile("/cv-link/")) as opened:
            visit.page.get_by_role("button", name=Words(lang)("Open the CV")).click()
        visit.page.wait_for_load_state()
        examiner.examine(f"/{lang}/cv-link, opened", opened.value.text())

    assert examiner.found == []

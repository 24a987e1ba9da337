"""Somebody new shows a CV anonymously, is found and asked, says yes, and takes it back."""

from __future__ import annotations

import pytest

from tests.journeys.account_steps import confirm, go_to_my_page, log_in, register
from tests.journeys.cv_steps import (
    mend_before_going_anonymous,
    sees_what_others_see,
    write_cv,
    write_details,
)
from tests.journeys.dialogue_steps import (
    ask_about_it,
    end_dialogue,
    end_yes,
    find_cv,
    open_dialogue,
    read_request,
    say_yes,
)
from tests.journeys.people import Person
from tests.journeys.stage import Stage

MOBILE, TOWN = "070-174 06 35", "Abbekås"
LEFT = "Har vaktat hamnar i tolv år."


def said_of(*identity: str, to: Person) -> set[str]:
    """What of this the page before somebody says."""
    page = to.text()
    return {words for words in identity if words in page}


@pytest.mark.promise("cv.preview")
@pytest.mark.promise("cv.anonymous.leak-warning")
@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.anonymous.contact-through-service")
@pytest.mark.promise("cv.anonymous.case-by-case")
@pytest.mark.promise("disclosure.visible-to-subject")
def test_from_an_account_to_a_yes_and_its_end(stage: Stage) -> None:
    email, name = stage.email("moa"), stage.name("Moa")
    title, company = stage.title("Hamnvakt"), stage.new_recruiter()
    with stage.meet(f"/{stage.lang}/") as newcomer:
        register(newcomer, email)

    with (
        stage.meet(stage.mailed_link(email, "confirm")) as moa,
        stage.logged_in(company.email) as recruiter,
    ):
        say = moa.words
        confirm(moa)
        log_in(moa, email)
        moa.follow(say("your details"))
        write_details(moa, name, Town=TOWN, Mobile=MOBILE)
        write_cv(moa, title, f"{LEFT} Ring {MOBILE}.")
        sees_what_others_see(moa, title, name)
        moa.follow(say("Who sees it"))
        mend_before_going_anonymous(moa, MOBILE, LEFT)

        find_cv(recruiter, title)
        recruiter.reads(LEFT)
        assert said_of(name, MOBILE, TOWN, to=recruiter) == set()
        ask_about_it(recruiter)

        read_request(moa, company.company)
        say_yes(moa, "Mobile")

        open_dialogue(recruiter)
        recruiter.reads(say("Answered"))
        recruiter.follow(title)
        assert said_of(name, MOBILE, TOWN, to=recruiter) == {name, MOBILE}

        go_to_my_page(moa)
        moa.follow(say("Who has seen my data"))
        moa.reads(company.company, f"{title}: {say('Name')}, {say('Mobile')}")
        read_request(moa, company.company)
        end_yes(moa)
        end_dialogue(moa)

        go_to_my_page(recruiter)
        find_cv(recruiter, title)
        assert said_of(name, MOBILE, TOWN, to=recruiter) == set()
        open_dialogue(recruiter)
        recruiter.reads(say("Ended"))

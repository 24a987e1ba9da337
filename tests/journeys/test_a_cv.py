"""Somebody writes a CV, shows it openly, then anonymously, by a link, to fewer, and to nobody."""

from __future__ import annotations

import pytest

from tests.journeys.cv_steps import (
    ANONYMOUS,
    PUBLIC,
    TEXT,
    block,
    close_link,
    delete_cv,
    give_link,
    switch,
    write_cv,
    write_details,
)
from tests.journeys.people import Person
from tests.journeys.stage import Stage


def opens(recruiter: Person, path: str) -> None:
    """Follows an address that was once told."""
    recruiter.go_to(f"/{recruiter.words.lang}/{path}")


def finds_nothing(recruiter: Person, path: str, title: str) -> None:
    opens(recruiter, path)
    recruiter.reads(recruiter.words("There is no page here"))
    assert title not in recruiter.text()
    recruiter.takes("404")


@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.link.live")
@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.promise("disclosure.visible-to-subject")
@pytest.mark.promise("cv.delete")
def test_a_cv_is_written_shown_hidden_and_deleted(stage: Stage) -> None:
    email, company = stage.new_account("moa"), stage.new_recruiter()
    title, name = stage.title("Hamnvakt"), stage.name("Maja")
    with stage.logged_in(email, "my/details") as moa, stage.logged_in(company.email) as recruiter:
        say = moa.words
        write_details(moa, name)
        write_cv(moa, title)

        moa.follow(say("Who sees it"))
        switch(moa, PUBLIC)
        public = stage.cv_address(title)
        opens(recruiter, public)
        recruiter.reads(title, name, TEXT)
        moa.follow(say("Back to the CV"))
        moa.follow(say("Links"))
        moa.follow(say("Who has seen this CV"))
        moa.reads(company.company, title, say("Name"))
        moa.back()
        moa.follow(say("Back to the CV"))

        moa.follow(say("Who sees it"))
        switch(moa, ANONYMOUS)
        moa.reads(company.company)
        finds_nothing(recruiter, public, title)
        opens(recruiter, stage.cv_address(title))
        recruiter.reads(title, TEXT)
        assert name not in recruiter.text()

        moa.follow(say("Back to the CV"))
        link = give_link(moa)
        with stage.meet(link) as holder:
            assert title not in holder.text()
            holder.press(say("Open the CV"))
            holder.reads(title, name)
        close_link(moa)
        assert stage.site.fetch(link).status == 404

        moa.follow(say("Back to the CV"))
        moa.follow(say("Your CVs"))
        block(moa, company.company)
        finds_nothing(recruiter, stage.cv_address(title), title)
        moa.follow(say("Your CVs"))
        delete_cv(moa, title)
        assert title not in moa.text()

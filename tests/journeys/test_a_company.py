"""A company registers, is checked, publishes an ad that a visitor finds, and closes it."""

from __future__ import annotations

import pytest

from tests.journeys.account_steps import add_second_factor, log_in
from tests.journeys.employer_steps import (
    REASON,
    TEXT,
    approve,
    close,
    go_to_company,
    publish,
    register_company,
    search,
    write_ad,
)
from tests.journeys.stage import Stage


@pytest.mark.promise("account.second-factor")
def test_from_registering_a_company_to_closing_its_ad(stage: Stage) -> None:
    email, company = stage.new_account("eva"), f"{stage.title('Hamnvakten')} AB"
    headline = stage.title("Nattvakt")
    with stage.meet(f"/{stage.lang}/") as owner:
        say = owner.words
        owner.follow(say("Recruit effectively"))
        owner.follow(say("Register your company"))
        log_in(owner, email)
        register_company(owner, company)
        owner.reads(say("Your role needs a second factor. Add one here to reach the rest."))
        add_second_factor(owner)
        go_to_company(owner)
        owner.reads(say("We are checking the company"))

        with stage.administrator() as administrator:
            approve(administrator, company)
        stage.is_mailed(email, REASON)

        go_to_company(owner)
        owner.reads(company, say("Checked"))
        write_ad(owner, headline)
        publish(owner)
        stage.waits_until_found(1)
        with stage.meet(f"/{stage.lang}/") as visitor:
            search(visitor, stage.mark)
            visitor.follow(headline)
            visitor.reads(headline, company, TEXT)
            at_the_ad = visitor.address()

        close(owner)
        stage.waits_until_found(0)
        with stage.meet(f"/{stage.lang}/") as visitor:
            search(visitor, stage.mark)
            visitor.reads(say("No jobs found"))
        with stage.meet(at_the_ad) as visitor:
            visitor.reads(say("This job is closed"))
            visitor.takes("410")

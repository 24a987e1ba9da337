"""In any order of what owners, companies and time do, nobody learns more than they were told.

QUALITY.md, section 5: the canary run.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.blueprints.canary.looks import CanaryMachine
from tests.blueprints.canary.talk import Start
from tests.support.sites import build_site

# The same walks each time, so that a run that was green stays green.
WALK = settings(
    max_examples=1,
    stateful_step_count=7,
    derandomize=True,
    database=None,
    # A failing run shows its steps; to shorten them would take minutes of pages.
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
SHORT_WALK = settings(WALK, stateful_step_count=4)


def walk(folder: Path, database_url: str, start: Start, chosen: settings) -> None:
    """Walks on from a start, on a site where nobody asks too often."""
    with build_site(folder, database_url, STEPSTONE_CV_REQUESTS_PER_DAY="1000") as site:
        machine = type(f"From{start.name}", (CanaryMachine,), {"app": site.app, "start": start})
        run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.anonymous.case-by-case")
@pytest.mark.promise("cv.anonymous.contact-through-service")
@pytest.mark.promise("cv.inactive.hidden")
@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.promise("cv.link.live")
@pytest.mark.promise("cv.delete")
@pytest.mark.promise("disclosure.ledger")
@pytest.mark.promise("disclosure.third-country")
@pytest.mark.parametrize("start", Start)
def test_everybody_sees_what_the_table_says(start: Start, tmp_path: Path, sqlite_url: str) -> None:
    walk(tmp_path, sqlite_url, start, WALK)


@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.anonymous.case-by-case")
@pytest.mark.promise("disclosure.ledger")
@pytest.mark.parametrize("start", [Start.PUBLIC, Start.SHOWN])
def test_on_postgresql_too(start: Start, tmp_path: Path, postgresql_url: str) -> None:
    walk(tmp_path, postgresql_url, start, SHORT_WALK)

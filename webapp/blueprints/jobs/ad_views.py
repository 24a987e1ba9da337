"""One ad as its page shows it: plain values in one language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from webapp.base import clock
from webapp.base.text import slug
from webapp.blueprints.jobs.partners import REL, is_counted, out_href
from webapp.blueprints.jobs.place_words import place_in
from webapp.blueprints.jobs.sources import SOURCES
from webapp.domain.jobs import rules
from webapp.domain.reference.queries import county, place_name
from webapp.i18n import gettext as _
from webapp.i18n import language, localized_url


def ad_view(ad: Any, back_href: str | None) -> SimpleNamespace:
    """One ad as its page shows it."""
    region = county(ad.county_code) if ad.county_code else None
    skills = [*ad.skills, *ad.languages]
    status = ad_status(ad)
    out = out_href(ad, ad_reference(ad)) if status is rules.Status.OPEN else None
    return SimpleNamespace(
        headline=ad.headline,
        employer=ad.employer_name,
        workplace=ad.employer_workplace,
        place=place_in(
            language(), ad.municipality_code, ad.county_code, ad.country_code, ad.locality
        ),
        county=place_name(region, language()) if region else None,
        language=ad.language,
        status=status,
        published=ad.published_at,
        closes=rules.last_date(ad.closes_at),
        deadline=rules.last_date(ad.deadline_at),
        # Sanitised when it was stored (ad_text.clean_html): the one place where HTML is trusted.
        description=Markup(ad.description),  # noqa: S704
        facts=list(_facts(ad)),
        skills_must=[skill["label"] for skill in skills if skill["required"]],
        skills_nice=[skill["label"] for skill in skills if not skill["required"]],
        apply=_ways_to_apply(ad, out),
        calendar_href=_calendar_href(ad),
        partner=ad.partner,
        # Only companies that the operator has checked can publish.
        checked=ad.company_id is not None,
        website=ad.employer_url if ad.company_id is not None else None,
        out_href=out,
        out_rel=REL,
        source_name=SOURCES.get(ad.source),
        source_href=ad.source_url,
        vacancies=ad.vacancies,
        back_href=back_href,
    )


def ad_status(ad: Any) -> rules.Status:
    """Whether one can apply now."""
    return rules.status(clock.now(), ad.closes_at, ad.removed_at)


def ad_deadline(ad: Any) -> date | None:
    """The last day to apply, where the ad has one."""
    return rules.last_date(ad.deadline_at or ad.closes_at)


def _calendar_href(ad: Any) -> str | None:
    day = ad_deadline(ad)
    if day is None or day < clock.today():
        return None
    return localized_url("feeds.deadline", ref=ad_reference(ad))


def ad_reference(ad: Any) -> str:
    """The last part of an ad's address."""
    return f"{ad.id}-{slug(ad.headline)}"


def _facts(ad: Any) -> Iterator[tuple[str, str]]:
    scope = None
    if ad.scope_min is not None and ad.scope_max is not None and ad.scope_max < 100:
        scope = (
            f"{ad.scope_max} %" if ad.scope_min == ad.scope_max
            else f"{ad.scope_min}–{ad.scope_max} %"
        )  # fmt: skip
    yes = {True: _("Yes"), False: _("No"), None: None}
    facts = (
        (_("Occupation"), ad.occupation),
        (_("Type of employment"), ad.employment_type),
        (_("Length of employment"), ad.duration),
        (_("Extent"), ", ".join(filter(None, (ad.working_hours, scope)))),
        (_("Start"), ad.start),
        (_("Salary"), ", ".join(filter(None, (ad.salary_type, ad.salary_description)))),
        (_("Remote work"), _("Possible") if rules.is_remote(ad.remote, ad.headline) else None),
        (_("Experience needed"), yes[ad.experience_required]),
        (_("Driving licence"), ", ".join(ad.driving_licences)),
        (_("Organisation number"), _with_hyphen(ad.organization_number)),
    )
    yield from ((label, value) for label, value in facts if value)


def _with_hyphen(number: str | None) -> str | None:
    return f"{number[:6]}-{number[6:]}" if number else None


def _ways_to_apply(ad: Any, out: str | None) -> SimpleNamespace:
    kind, href, label = None, None, None
    # What is counted is left through the counted address alone.
    url = out if is_counted(ad) else ad.application_url
    source = out if is_counted(ad) else ad.source_url
    if url and ad.application_url:
        kind, href, label = "url", url, _("Apply with the employer")
    elif ad.application_email:
        kind, href = "email", f"mailto:{ad.application_email}"
        label = _("Write to %(address)s", address=ad.application_email)
    elif source:
        kind, href, label = "source", source, _("Apply where the ad comes from")
    return SimpleNamespace(
        kind=kind, href=href, label=label, reference=ad.application_reference,
        information=ad.application_information,
    )  # fmt: skip

"""Where an ad's job is, in words."""

from __future__ import annotations

from functools import lru_cache

from webapp.domain.reference.queries import county, municipality, place_name
from webapp.i18n import country_name
from webapp.i18n import gettext as _


@lru_cache(maxsize=4096)
def place_in(
    lang: str,
    municipality_code: str | None,
    county_code: str | None,
    country_code: str | None,
    locality: str | None,
) -> str:
    """The town, else the county, else what is known of a place abroad, in a language."""
    found = (municipality(municipality_code) if municipality_code else None) or (
        county(county_code) if county_code else None
    )
    if found:
        return place_name(found, lang)
    abroad = country_name(country_code, lang) if country_code not in (None, "SE") else None
    return ", ".join(filter(None, (locality, abroad))) or (
        _("All of Sweden") if country_code == "SE" else ""
    )

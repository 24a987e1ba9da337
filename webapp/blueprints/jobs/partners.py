"""The way from an ad to the partner that delivered it, or to the company that published it."""

from __future__ import annotations

import re
from typing import Any

from webapp.i18n import localized_url

# The link counts for no one's rank, and the browser tells the other site nothing.
REL = "noopener noreferrer nofollow sponsored"
_WEB_ADDRESS = re.compile(r"https?://[^/?#\s]+\S*", re.IGNORECASE)


def is_counted(ad: Any) -> bool:
    """Whether one leaves an ad by our own address, which counts how often."""
    return bool(ad.partner or ad.company_id)


def address_outside(ad: Any) -> str | None:
    """Where a partner's or company's ad leads: the address stored with it, alike for everyone."""
    target = ad.application_url or ad.source_url
    return target if is_counted(ad) and target and _WEB_ADDRESS.fullmatch(target) else None


def out_href(ad: Any, ref: str) -> str | None:
    """Our own counted address that leads there, or None where the ad leads nowhere."""
    return localized_url("feeds.out", ref=ref) if address_outside(ad) else None

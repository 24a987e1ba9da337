"""Limits as leaky buckets: each try fills a bucket by one, and time empties it evenly."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries at once, and so many more in each period."""

    tries: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Level:
    """How full a bucket was at a moment."""

    level: float
    at: datetime


def level_now(limit: Limit, known: Level | None, now: datetime) -> float:
    """How full the bucket is now: never less than empty, never more than full."""
    if known is None:
        return 0.0
    leaked = max(now - known.at, timedelta()) / limit.per * limit.tries
    return min(max(known.level - leaked, 0.0), float(limit.tries))


def wait_for(limit: Limit, level: float) -> timedelta:
    """How long until one more try fits; nothing when it fits now."""
    over = level + 1 - limit.tries
    # The smallest overflow is the rounding of the computation.
    return limit.per * (over / limit.tries) if over > 1e-9 else timedelta()


def network_of(address: str) -> str:
    """The network of an address as a person is known by it: /24 of IPv4, /48 of IPv6."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    length = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, length), strict=False))

"""Swedish and English ways to say where, beside the names of places."""

from __future__ import annotations

import re

# Whole answers, in folded words.
COUNTRY = frozenset({"sverige", "sweden", "se", "landet"})
EVERYWHERE = frozenset(
    {
        "hela sverige", "hela landet", "i hela sverige", "i hela landet", "hela riket", "overallt",
        "var som helst", "alla orter", "alla lan", "rikstackande",
        "all of sweden", "all sweden", "whole of sweden", "the whole of sweden", "entire sweden",
        "anywhere", "anywhere in sweden", "everywhere", "nationwide", "all over sweden",
        "whole country", "the whole country",
    }
)  # fmt: skip
REMOTE = frozenset(
    {
        "distans", "pa distans", "distansarbete", "distansjobb", "jobb pa distans",
        "arbete pa distans", "arbeta pa distans", "jobba pa distans", "hemifran", "hemarbete",
        "jobba hemifran", "arbeta hemifran", "arbete hemifran",
        "remote", "remote work", "remote job", "remote jobs", "remotely", "work from home",
        "working from home", "from home", "wfh", "telework", "fully remote",
    }
)  # fmt: skip
_AND_SURROUNDINGS = (
    r"omnejd(?:en)?|omgivning(?:ar|arna|en)?|n[äa]rhet(?:en)?|n[äa]romr[åa]de[tn]?|kranskommuner(?:na)?"
    r"|surroundings?|surrounding (?:areas?|towns)|vicinity|nearby(?: areas?)?"
)
ALONE_SURROUNDINGS = re.compile(_AND_SURROUNDINGS)
WITH_SURROUNDINGS = re.compile(
    rf"(?P<place>.+?)\s+(?:(?:med|och|and|with|inkl\.?|inklusive|including|samt|m|\+|&)\s+)?"
    rf"(?:(?:dess|its|the)\s+)?(?:{_AND_SURROUNDINGS}|area|regionen|omr[åa]det|trakten)"
    rf"|(?P<genitive>\S{{3,}}?)s?(?:omr[åa]det|regionen|trakten)"
)
AROUND = re.compile(
    r"(?:(?:i\s+)?n[äa]ra|i\s+n[äa]rheten\s+av|i\s+trakten\s+av|runt|kring|omkring"
    r"|near|nearby|around|close\s+to|greater|stor(?=[- ]?(?:stockholm|g[öo]teborg|malm[öo])))"
    r"[-\s]*(?P<place>.+)"
)
_DISTANCE = r"(?P<number>[0-9]{1,3})\s*(?P<unit>km|kilometer|kilometres?|kilometers?|mil)"
WITHIN = (
    re.compile(
        rf"(?:(?:inom|within|max(?:imalt)?|h[öo]gst|upp\s+till|up\s+to)\s+)?{_DISTANCE}\s+"
        r"(?:(?:fr[åa]n|av|runt|kring|omkring|of|from|around)\s+)(?P<place>.+)"
    ),
    re.compile(rf"(?P<place>.+?)[\s,]*(?:\+|±|inom|within|max)?\s*{_DISTANCE}"),
)
KM_PER_UNIT = {"mil": 10}
# Ads name their municipality, seldom a part of it.
SAME_PLACE = (
    re.compile(r"(?:i|p[åa]|in|at|vid|centrala|central|downtown)\s+(?P<place>.+)"),
    re.compile(r"(?P<place>.+?)\s+(?:centrum|city|innerstad|c)"),
)
POSTCODE = re.compile(r"(?:se?[- ]?)?([0-9]{3}) ?([0-9]{2})")
FIVE_DIGITS = re.compile(r"(?<![0-9])(?:\bse?[- ]?)?([0-9]{3}) ?([0-9]{2})(?![0-9])")
HYPHENS = re.compile(r"[-\u2010-\u2014]")
BETWEEN = re.compile(r"[,;/|\n]+")
OR = re.compile(r"\s+(?:eller|och|samt|or|and|&|\+)\s+")

"""What could stand in place of an employer's or a school's name: pure.

The words go into a CV, so they are in the CV's own language, whatever the page's is.
"""

from __future__ import annotations

from webapp.base.text import fold
from webapp.domain.cv.leak_text import LeakKind, tokens

Pair = tuple[str, str]

# By what a name holds, as folded beginnings of its words: Swedish and English.
_SCHOOLS: tuple[tuple[tuple[str, ...], Pair], ...] = (
    (("universitet", "university"), ("ett universitet", "a university")),
    (("hogskol", "college", "institut"), ("en högskola", "a university college")),
    (("yrkeshogskol", "yh"), ("en yrkeshögskola", "a higher vocational school")),
    (("folkhogskol",), ("en folkhögskola", "a folk high school")),
    (("gymnasi",), ("en gymnasieskola", "an upper secondary school")),
    (("komvux",), ("komvux", "adult education")),
)
_SECTORS: tuple[tuple[tuple[str, ...], Pair], ...] = (
    (("universitet", "university"), ("ett universitet", "a university")),
    (("hogskol", "college"), ("en högskola", "a university college")),
    (("forskol",), ("en förskola", "a preschool")),
    (("skol", "gymnasi", "school"), ("en skola", "a school")),
    (("sjukhus", "hospital", "lasarett"), ("ett sjukhus", "a hospital")),
    (("vardcentral",), ("en vårdcentral", "a health centre")),
    (("tandvard", "tandlakar", "folktandvard"), ("en tandvårdsklinik", "a dental clinic")),
    (("hemtjanst", "omsorg", "vard", "care"), ("ett vårdföretag", "a care provider")),
    (("apotek", "pharmacy"), ("ett apotek", "a pharmacy")),
    (("bygg", "entreprenad", "construction"), ("ett byggföretag", "a construction company")),
    (("stad", "clean"), ("ett städföretag", "a cleaning company")),
    (("taxi", "buss", "trafik", "keolis", "nobina"), ("ett trafikföretag", "a transport company")),
    (("akeri", "transport", "logist"), ("ett transportföretag", "a haulage company")),
    (("restaurang", "krog", "cafe", "kafe", "pizzeria"), ("en restaurang", "a restaurant")),
    (("hotel",), ("ett hotell", "a hotel")),
    (("bank", "forsakring", "insurance", "finans"), ("ett finansföretag", "a financial company")),
    (("energi", "kraft", "elnat"), ("ett energibolag", "an energy company")),
    (("skog", "timmer", "sagverk"), ("ett skogsföretag", "a forestry company")),
    (("data", "software", "it", "tech", "digital"), ("ett it-företag", "an IT company")),
    (("konsult", "consult"), ("ett konsultföretag", "a consultancy")),
    (("butik", "handel", "livs", "retail"), ("ett företag i handeln", "a retailer")),
    (("industri", "mekanisk", "verkstad", "stal"), ("ett industriföretag", "a manufacturer")),
)
_EMPLOYER: Pair = ("en arbetsgivare", "an employer")
_SCHOOL: Pair = ("en skola", "a school")
_MUNICIPALITY: Pair = ("en kommun", "a municipality")
# There is one region in each county, so a region in a county would be no secret.
_REGION: Pair = ("en region", "a region")


def offered_words(
    kind: LeakKind, name: str, language: str, *, county: str | None, is_municipality: bool
) -> str:
    """Words to take a name's place, such as "en kommun i Skåne"; empty for other kinds of finding.

    ``county`` is the county's name in that language, where it is known; ``is_municipality``: the
    name is that of a municipality.
    """
    if kind not in (LeakKind.EMPLOYER, LeakKind.SCHOOL):
        return ""
    forms = [token.form for token in tokens(name)]
    if "region" in forms or "landsting" in forms or "landstinget" in forms:
        return _said(_REGION, language, None)
    if kind is LeakKind.EMPLOYER and is_municipality:
        return _said(_MUNICIPALITY, language, county)
    table = _SCHOOLS if kind is LeakKind.SCHOOL else _SECTORS
    for beginnings, words in table:
        if any(_tells(form, each) for form in forms for each in beginnings):
            # Few counties have more than one university.
            return _said(words, language, None if "universit" in words[1] else county)
    return _said(_SCHOOL if kind is LeakKind.SCHOOL else _EMPLOYER, language, county)


def _tells(form: str, beginning: str) -> bool:
    """Whether a word of a name tells what it is: whole where short, else at either end."""
    if len(beginning) < 4:
        return form == beginning
    return form.startswith(beginning) or beginning in form[3:]


def _said(words: Pair, language: str, county: str | None) -> str:
    said = words[1] if language == "en" else words[0]
    between = "in" if language == "en" else "i"
    return f"{said} {between} {county}" if county and fold(county) else said

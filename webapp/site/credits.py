"""Whose work the site stands on, for its About page: name and licence."""

CREDITS = (
    ("Flask, Werkzeug, Jinja, Click, MarkupSafe, ItsDangerous", "BSD-3-Clause"),
    ("peewee", "MIT"),
    ("tantivy", "MIT"),
    ("htmx", "0BSD"),
    ("Babel", "BSD-3-Clause"),
    ("Snowball", "BSD-3-Clause"),
    ("Statistiska centralbyrån (SCB)", "CC0"),
    ("GeoNames, www.geonames.org", "CC BY 4.0"),
    ("Country State City, countrystatecity.in", "ODbL 1.0"),
)

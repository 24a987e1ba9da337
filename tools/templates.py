"""Compiles every template in every language, and refuses what templates must not do."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from webapp.i18n import LANGUAGES, LanguageEnvironment

TEMPLATES = Path("webapp/templates")
FORBIDDEN = {
    r"\|\s*safe\b": "trusts HTML (|safe)",
    r"\bautoescape\b": "changes escaping",
    r"\sstyle=": "has an inline style",
    r"\son[a-z]+=": "has an inline script",
    # Data for search engines is no script, as long as nothing but JSON stands in it.
    r"<script(?![^>]*\bsrc=)"
    r'(?! type="application/ld\+json">\{\{ \w+\|tojson \}\}</script>)': "has an inline script",
}


def main() -> int:
    found = []
    for code in LANGUAGES:
        environment = LanguageEnvironment(code)
        for name in environment.list_templates(extensions=["html", "txt"]):
            environment.get_template(name)
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        found += [f"{path} {why}" for pattern, why in FORBIDDEN.items() if re.search(pattern, text)]
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

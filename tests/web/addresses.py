"""The pages that tests of the web floor visit."""

from __future__ import annotations

# Every page of the site by its path after the language, with states that an address can hold.
PAGES = (
    "",
    "jobs",
    "jobs?what=sjukskoterska&where=malmo",
    "jobs?what=finnsinte",
    "jobs?what=a&where=lund&sort=deadline",
    "jobs?county=12&sort=deadline",
    "security",
    "about",
    "contact",
    "privacy",
    "cookies",
    "group",
    "create-cv",
    "jobs-by-email",
    "newsletter",
    "recruit",
    "login",
    "login/link",
    "register",
    "register/again",
    "recover",
    "design",
    "demo/mail",
    "occupations?wanted-occupations=snick",
    "places?where=malmo",
)
# What programs read beside the pages, by its path after the language.
DOCUMENTS = (
    "jobs.atom",
    "opensearch.xml",
)
# Pages that are kept by nobody: with a form whose token is new each time, or with mails.
FORM_PAGES = (
    "contact",
    "demo/mail",
    "design",
    "login",
    "login/link",
    "register",
    "register/again",
    "recover",
)
# Pages that only somebody who has an account, or half of a login, gets to see.
ACCOUNT_PAGES = (
    "employer",
    "employer/ads",
    "employer/ads/import",
    "employer/ads/new",
    "employer/company",
    "employer/company/close",
    "employer/dialogues",
    "employer/people",
    "employer/register",
    "login/code",
    "logout",
    "my/",
    "my/blocked",
    "my/cvs",
    "my/cvs/import",
    "my/cvs/new",
    "my/details",
    "my/details/photo",
    "my/dialogues",
    "my/disclosures",
    "my/forwarding",
    "my/mailbox",
    "my/prove",
    "my/settings",
    "my/settings/close",
    "my/settings/delivery",
    "my/settings/email",
    "my/settings/language",
    "my/settings/password",
    "my/settings/question",
    "my/settings/second-factor",
    "my/settings/second-factor/app",
    "my/settings/second-factor/codes",
    "my/settings/second-factor/passkey",
    "my/settings/sessions",
    "operator/companies",
    "operator/forwarding",
    "operator/partner-links",
    "operator/partner-links/new",
    "partner/ended",
)
# Pages that exist for employers alone, so that a visitor isn't even asked to log in.
EMPLOYER_PAGES = (
    "cv-centre",
    "cv-centre/shortlists",
)
LANGUAGES = ("sv", "en")
OTHER = {"sv": "en", "en": "sv"}

"""Forms of companies and their people."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale
from stdnum.se import postnummer
from wtforms.validators import ValidationError

from webapp.blueprints.accounts.forms import EmailField
from webapp.blueprints.employers.fields import WebAddressField, choice, line, needed
from webapp.domain.employers.rules import CompanyContact, CompanyIdentity, LegalForm
from webapp.forms import PublicForm
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

LEGAL_FORMS = {
    LegalForm.LIMITED: _l("Limited company (aktiebolag)"),
    LegalForm.TRADING_PARTNERSHIP: _l("Trading partnership (handelsbolag)"),
    LegalForm.LIMITED_PARTNERSHIP: _l("Limited partnership (kommanditbolag)"),
    LegalForm.SOLE_TRADER: _l("Sole trader (enskild firma)"),
    LegalForm.COOPERATIVE: _l("Economic association (ekonomisk förening)"),
    LegalForm.ASSOCIATION: _l("Non-profit association (ideell förening)"),
    LegalForm.FOUNDATION: _l("Foundation (stiftelse)"),
    LegalForm.PUBLIC: _l("Municipality, region or authority"),
    LegalForm.OTHER: _l("Another form"),
}
HOME = "SE"
# What CLDR calls a territory and is no country: regions, test codes and the unknown.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@cache
def countries(lang: str) -> tuple[tuple[str, str], ...]:
    """Codes (ISO 3166-1) and names of the countries, Sweden first."""
    names = {
        code: name
        for code, name in Locale.parse(lang).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
    others = sorted((name, code) for code, name in names.items() if code != HOME)
    return ((HOME, names[HOME]), *((code, name) for name, code in others))


class ContactForm(PublicForm):
    """Where a company is reached."""

    form_name = "company-contact"

    street = line(needed(_l("Write the company’s address.")))
    postcode = line(needed(_l("Write the postcode.")), longest=16)
    town = line(needed(_l("Write the town.")))
    website = WebAddressField()
    contact_name = line(needed(_l("Write whom we can ask for.")))
    contact_phone = line(needed(_l("Write a telephone number.")), longest=40)

    def contact(self) -> CompanyContact:
        return CompanyContact(
            street=self.street.data,
            postcode=self.postcode.data,
            town=self.town.data,
            website=self.website.data,
            contact_name=self.contact_name.data,
            contact_phone=self.contact_phone.data,
        )


class CompanyForm(ContactForm):
    """Who a company is, and where it is reached; its fields stand in the order of the page."""

    form_name = "company"

    name = line(needed(_l("Write the company’s full name, as it is registered.")))
    legal_form = choice(LEGAL_FORMS, _l("Choose a legal form."), LegalForm.LIMITED)
    country = choice([code for code, _name in countries("en")], _l("Choose a country."), HOME)
    number = line(needed(_l("Write the company’s number.")), longest=60)
    street = line(needed(_l("Write the company’s address.")))
    postcode = line(needed(_l("Write the postcode.")), longest=16)
    town = line(needed(_l("Write the town.")))
    website = WebAddressField()
    contact_name = line(needed(_l("Write whom we can ask for.")))
    contact_phone = line(needed(_l("Write a telephone number.")), longest=40)

    def validate_postcode(self, field: Any) -> None:
        if self.country.data == HOME and field.data and not postnummer.is_valid(field.data):
            raise ValidationError(_("A Swedish postcode has five digits, such as 211 19."))

    def identity(self) -> CompanyIdentity:
        return CompanyIdentity(
            name=self.name.data,
            legal_form=self.legal_form.data,
            number=self.number.data,
            country=self.country.data,
        )


class InviteForm(PublicForm):
    form_name = "invite"

    email = EmailField()


class ActionForm(PublicForm):
    """A button, or several of which one was pressed; nothing is typed."""

    form_name = "company-action"

"""Accounts: registering, logging in, getting back in, and what one can change about them."""

from webapp.blueprints.accounts.logging_in import bp as logging_in
from webapp.blueprints.accounts.my import bp as my
from webapp.blueprints.accounts.recovering import bp as recovering
from webapp.blueprints.accounts.registering import bp as registering
from webapp.blueprints.accounts.second_factor import bp as second_factor
from webapp.blueprints.accounts.settings import bp as settings

BLUEPRINTS = (registering, logging_in, recovering, my, second_factor, settings)

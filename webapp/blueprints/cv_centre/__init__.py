"""The CV centre: where verified companies find CVs, and keep an eye on them."""

from webapp.blueprints.cv_centre.keeping import bp as keeping
from webapp.blueprints.cv_centre.partner_links import bp as partner_links
from webapp.blueprints.cv_centre.searching import bp as searching

BLUEPRINTS = (searching, keeping, partner_links)

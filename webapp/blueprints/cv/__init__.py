"""CVs: their owners' pages, and the pages on which others see what they may."""

from webapp.blueprints.cv.about import bp as about
from webapp.blueprints.cv.blocked import bp as blocked
from webapp.blueprints.cv.details import bp as details
from webapp.blueprints.cv.forwarding import bp as forwarding
from webapp.blueprints.cv.importing import bp as files
from webapp.blueprints.cv.leaks import bp as leaks
from webapp.blueprints.cv.links import bp as links
from webapp.blueprints.cv.order import bp as order
from webapp.blueprints.cv.own import bp as own
from webapp.blueprints.cv.preview import bp as preview
from webapp.blueprints.cv.sections import bp as sections
from webapp.blueprints.cv.seen import bp as seen
from webapp.blueprints.cv.shown import bp as shown
from webapp.blueprints.cv.states import bp as states

BLUEPRINTS = (
    own,
    about,
    sections,
    order,
    preview,
    details,
    files,
    states,
    leaks,
    links,
    forwarding,
    blocked,
    seen,
    shown,
)

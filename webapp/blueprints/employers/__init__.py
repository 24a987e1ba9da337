"""Companies: registering, their people, and their ads."""

from webapp.blueprints.employers.ads import bp as ads
from webapp.blueprints.employers.bringing import bp as bringing
from webapp.blueprints.employers.company import bp as company
from webapp.blueprints.employers.figures import bp as figures
from webapp.blueprints.employers.people import bp as people

BLUEPRINTS = (company, people, ads, bringing, figures)

"""Fixtures of the companies’ pages."""

from tests.blueprints.employers.office import Office, office

__all__ = ["Office", "office"]

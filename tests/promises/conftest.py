"""Fixtures of the tests of the policy page."""

from tests.web.filled import filled, filled_site

__all__ = ["filled", "filled_site"]

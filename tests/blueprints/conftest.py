"""Fixtures of the tests of pages."""

from tests.web.filled import filled, filled_site

__all__ = ["filled", "filled_site"]

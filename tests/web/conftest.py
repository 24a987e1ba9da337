"""Fixtures of the web floor's tests."""

from tests.web.filled import filled, filled_site

__all__ = ["filled", "filled_site"]

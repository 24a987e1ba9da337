"""Fixtures of the pages of CVs."""

from tests.blueprints.cv.scene import Scene, scene

__all__ = ["Scene", "scene"]

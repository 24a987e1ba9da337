"""Fixtures of the CV centre's tests."""

from tests.blueprints.cv.scene import Scene, scene
from tests.blueprints.cv_centre.filled_centre import filled

__all__ = ["Scene", "filled", "scene"]

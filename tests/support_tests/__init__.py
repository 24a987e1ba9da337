"""Tests of the test support itself: each checker must report what it is there to find."""

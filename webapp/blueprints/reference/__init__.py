"""Places that somebody may mean."""

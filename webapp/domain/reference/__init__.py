"""Facts that hold for everyone: Sweden's counties and municipalities, found by code or name."""

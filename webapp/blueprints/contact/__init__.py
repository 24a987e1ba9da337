"""Writing to the operator, and where a message stands."""

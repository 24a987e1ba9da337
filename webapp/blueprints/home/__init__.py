"""The first page, and the choice of language at the bare address."""

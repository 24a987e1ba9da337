"""Companies and the people who act for them."""

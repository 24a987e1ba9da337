"""Job ads: where they come from, what of them is shown, and how they are found."""

"""Mail and mailbox: what the service tells people, where they want it, and what became of it."""

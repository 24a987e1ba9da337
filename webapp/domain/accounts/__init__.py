"""Accounts: who somebody is here, how they prove it, and how they get back in."""

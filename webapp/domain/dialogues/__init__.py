"""Requests about CVs, and what employers and the people behind the CVs say to each other."""

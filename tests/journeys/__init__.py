"""Journeys of people through a running site, in every browser that they may come with."""

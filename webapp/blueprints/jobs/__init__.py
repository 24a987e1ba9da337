"""Searching ads, and the page of one."""

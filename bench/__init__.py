"""Benchmarks that print ratios, and what makes their data."""

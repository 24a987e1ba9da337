"""CVs, the personal data apart from them, and the one door through which both are seen."""

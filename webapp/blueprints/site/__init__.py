"""Pages about the site, its operator and what it promises, made from ``webapp/site``."""

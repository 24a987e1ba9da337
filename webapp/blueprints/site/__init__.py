"""Pages about the site, its operator and what it promises, made from the data in ``webapp/site``."""

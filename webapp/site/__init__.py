"""The site's own data, kept as TOML beside its readers: who runs the site, and what it promises."""

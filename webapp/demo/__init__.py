"""Content of our own making for a first look at the site; no employer in it exists."""

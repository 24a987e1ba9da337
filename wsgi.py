"""The WSGI application, for a server of one's own: ``wsgi:application``."""

from webapp import create_app

application = create_app()

"""The web application: what it is made of, in the order in which a request meets it."""

from __future__ import annotations

from flask import Flask

from webapp import (
    access,
    caching,
    compression,
    cookies,
    errors,
    forms,
    headers,
    htmx,
    i18n,
    incoming,
    logs,
    signing_in,
    static_files,
)
from webapp.base import db
from webapp.base.bound_keys import use_bound_keys
from webapp.base.config import Settings, load_settings
from webapp.base.sealing import use_key
from webapp.blueprints.accounts import BLUEPRINTS as ACCOUNTS
from webapp.blueprints.contact.routes import bp as contact
from webapp.blueprints.cv import BLUEPRINTS as CVS
from webapp.blueprints.cv_centre import BLUEPRINTS as CV_CENTRE
from webapp.blueprints.demo.mail import bp as demo_mail
from webapp.blueprints.demo.routes import bp as demo
from webapp.blueprints.dialogues import BLUEPRINTS as DIALOGUES
from webapp.blueprints.employers import BLUEPRINTS as EMPLOYERS
from webapp.blueprints.home.routes import bp as home
from webapp.blueprints.jobs.feeds import bp as feeds
from webapp.blueprints.jobs.routes import bp as jobs
from webapp.blueprints.mail import BLUEPRINTS as MAIL
from webapp.blueprints.operators.companies import bp as operator_companies
from webapp.blueprints.operators.forwarding import bp as operator_forwarding
from webapp.blueprints.operators.partner_links import bp as operator_partner_links
from webapp.blueprints.operators.routes import bp as operators
from webapp.blueprints.reference.routes import bp as reference
from webapp.blueprints.site.routes import bp as site
from webapp.domain.jobs.search import JobSearch
from webapp.domain.mail.actions import use_mail_host
from webapp.domain.reference.queries import use_reference
from webapp.mail_writer import MailWriter
from webapp.site.profile import profile_of

BLUEPRINTS = (
    *(home, jobs, feeds, reference, site, contact),
    *ACCOUNTS,
    *CVS,
    *CV_CENTRE,
    *DIALOGUES,
    *EMPLOYERS,
    *MAIL,
    *(operators, operator_companies, operator_forwarding, operator_partner_links),
    *(demo, demo_mail),
)
LARGEST_FORM_BYTES = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Builds the application of one instance.

    Raises:
        ConfigError: the settings are wrong or unsafe.
        ProfileError: the operator profile is wrong.
        SealError: the keys of personal data are wrong, or not this database's.
    """
    settings = settings or load_settings()
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(
        SETTINGS=settings,
        PROFILE=profile_of(settings.operator_profile, production=settings.production),
        TRUSTED_HOSTS=list(settings.hosts) or None,
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
    )
    app.debug = settings.debug
    logs.configure(settings)
    db.connect(settings.database_url)
    use_bound_keys(settings.instance, settings.data_keys)
    use_key(settings.secret_key)
    use_reference(settings.instance)
    use_mail_host(settings.mail_host)
    app.extensions["mail_writer"] = MailWriter(settings, app.config["PROFILE"])
    app.extensions["job_search"] = JobSearch(settings.index_path)
    _believe_proxies(app, settings.trusted_proxies)

    # After a request these run from the last to the first.
    logs.init_app(app)
    compression.init_app(app)
    headers.init_app(app)
    caching.init_app(app)
    cookies.init_app(app)
    htmx.init_app(app)
    incoming.init_app(app)
    forms.init_app(app)
    signing_in.init_app(app)
    access.init_app(app)
    errors.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    static = static_files.init_app(app)
    i18n.init_app(app, shared={"site": app.config["PROFILE"], "static": static.__getitem__})
    return app


def _believe_proxies(app: Flask, count: int) -> None:
    if count:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )

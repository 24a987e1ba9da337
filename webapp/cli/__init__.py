"""The ``stepstone`` command: each subcommand parses, calls one action and reports.

Exit status: 0 well, 1 the work failed or was refused, 2 wrong use.
"""

from __future__ import annotations

import click

from webapp.cli.demo import demo
from webapp.cli.doctor import doctor
from webapp.cli.imports import imports
from webapp.cli.index import index
from webapp.cli.ledger import ledger
from webapp.cli.mail import mail
from webapp.cli.migrate import migrate
from webapp.cli.operator import operator
from webapp.cli.partners import partners
from webapp.cli.reference import reference
from webapp.cli.run import run, web, worker
from webapp.cli.staff import create
from webapp.release import VERSION

COMMANDS = (
    demo,
    doctor,
    imports,
    index,
    ledger,
    mail,
    migrate,
    operator,
    partners,
    reference,
    run,
    web,
    worker,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="stepstone")
def main() -> None:
    """Runs and tends a StepStone site. STEPSTONE_INSTANCE names its folder."""


operator.add_command(create)
for command in COMMANDS:
    main.add_command(command)

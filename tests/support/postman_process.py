"""A postman in a process of its own, to be killed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from webapp.base import clock, db
from webapp.base.config import load_settings
from webapp.postman import Postman


def work(environment: Mapping[str, str], instance: str, moment: datetime) -> None:
    """Sends all that is due at a moment."""
    settings = load_settings(environment, Path(instance))
    db.connect(settings.database_url)
    with clock.set_to(moment):
        postman = Postman(settings)
        while postman.step():
            pass
        postman.close()
    db.database.close()

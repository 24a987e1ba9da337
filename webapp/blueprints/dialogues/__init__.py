"""Dialogues about CVs: asking and talking for employers, answering for the people behind them."""

from webapp.blueprints.dialogues.answering import bp as answering
from webapp.blueprints.dialogues.asking import bp as asking

BLUEPRINTS = (asking, answering)

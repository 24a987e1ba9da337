SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
N ?= 100000

# Locked packages are installed again only when their lock changed.
INSTALLED := $(VENV)/.installed
DEVELOPMENT := $(VENV)/.development
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard webapp/translations/*/LC_MESSAGES/*.po))

.PHONY: help run test check bench format translations promises lock clean

help:
	@echo "make run      start the site on http://127.0.0.1:8000 (PORT= moves it)"
	@echo "make test     install what the tests need and run all of them"
	@echo "make check    format, lint, types, import rules, translations, templates, licences"
	@echo "make bench    benchmarks (N= sets the number of ads)"
	@echo "make format   put the code in its form"
	@echo "make translations   take new messages into the catalogue"
	@echo "make promises       note which tests check which promise"
	@echo "make lock           renew the locked packages"

run: $(INSTALLED) $(CATALOGUES)
	@$(BIN)/stepstone run

test: $(DEVELOPMENT) $(CATALOGUES)
	@tests/install
	@$(BIN)/pytest -n 2 --dist worksteal

check: $(DEVELOPMENT) $(CATALOGUES)
	@PATH="$(CURDIR)/$(BIN):$$PATH" tools/check

bench: $(DEVELOPMENT) $(CATALOGUES)
	@$(BIN)/python -m bench --ads $(N)
	@$(BIN)/python -m bench.accounts
	@$(BIN)/python -m bench.relevance

format: $(DEVELOPMENT)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

translations: $(DEVELOPMENT)
	@PATH="$(CURDIR)/$(BIN):$$PATH" tools/translations

promises: $(DEVELOPMENT) $(CATALOGUES)
	@$(BIN)/pytest --collect-only --quiet --write-promises

lock:
	@tools/lock

clean:
	rm -rf $(VENV) build dist *.egg-info tests/node_modules

$(BIN)/python:
	@tools/make-venv $(PYTHON) $(VENV)

$(INSTALLED): requirements/runtime.txt pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): requirements/development.txt $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	@touch $@

%.mo: %.po $(INSTALLED)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

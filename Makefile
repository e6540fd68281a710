# make install  installs what the diary needs to serve a clinic, and the command .venv/bin/diary
# make run      serves a demo clinic on http://localhost:8000   (PORT=9000 chooses another)
# make test     runs every test on SQLite and on PostgreSQL, the page in Chromium among them
# make check    runs the linters and type checkers
# make lock     writes both lock files anew from pyproject.toml
# make kill     kills the server 200 times on each database, 10,000 writes apart (hours; goes on where it stopped)
# make bench    measures writes against an echo, syncs, the queue, the rules, the space (BENCH=--quick is shorter)
# make mutants  changes the rules in every small way and looks whether a test notices (an hour; goes on where it stopped)
# make fuzz     bad input, two devices and the rule language, generated at greater length than in make test

PORT ?= 8000
PYTHON ?= python3
TYPESCRIPT := 7.0.2
UV := 0.13.9
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
# `diary` runs what stands in this folder; the hashes of the lock are for what comes from elsewhere.
COMMAND := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
	--no-index --no-deps --no-build-isolation --editable .

KILLS ?= 200
WRITES ?= 10000
SEED ?= 20261123

.PHONY: install run test check lock kill bench fuzz mutants
.DELETE_ON_ERROR:

install: .venv/.stamp-run

run: .venv/.stamp-run
	@$(BIN)/python -m api.cli demo --port $(PORT)

test: .venv/.stamp-dev
	@$(BIN)/python -m tests.support.chromium
	@$(BIN)/python -m tests.support.strace
	@$(BIN)/python -m pytest -n auto --dist worksteal

kill: .venv/.stamp-dev
	@$(BIN)/python -m tests.kill --kills $(KILLS) --writes $(WRITES) --seed $(SEED)

bench: .venv/.stamp-dev
	@$(BIN)/python -m tests.bench $(BENCH)

fuzz: .venv/.stamp-dev
	@DIARY_TEST_FUZZ_EXAMPLES=25 DIARY_TEST_MUTATED_BODIES=50000 DIARY_TEST_DEVICES=20000 \
		DIARY_TEST_RULE_EXAMPLES=10000 $(BIN)/python -m pytest -n auto --dist worksteal \
		tests/fuzz tests/diary/test_devices.py tests/rules/test_language.py

mutants: .venv/.stamp-dev
	@nice $(BIN)/python -m tests.mutants $(MUTANTS)

check: .venv/.stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict api
	$(BIN)/lint-imports
	@if command -v npm >/dev/null; then \
		echo "tsc --checkJs --strict, TypeScript $(TYPESCRIPT)"; \
		npm exec --yes --no-update-notifier --package=typescript@$(TYPESCRIPT) -- tsc --project frontend/jsconfig.json; \
	else echo "NOT RUN: npm"; fi

lock: .build/uv/bin/uv
	$< pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --output-file requirements.lock
	$< pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --extra dev --constraint requirements.lock --output-file requirements-dev.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "Python cannot make a virtual environment. On Debian: apt install python3-venv"; exit 1; }

.venv/.stamp-run: requirements.lock | .venv/bin/python
	@echo "Installing what the diary needs (once, a minute or so)"
	@$(INSTALL) --requirement requirements.lock
	@$(COMMAND)
	@touch $@

.venv/.stamp-dev: requirements-dev.lock | .venv/bin/python
	@echo "Installing what the tests need (once, a minute or two)"
	@$(INSTALL) --requirement requirements-dev.lock
	@$(COMMAND)
	@touch $@

.build/uv/bin/uv:
	@$(PYTHON) -m venv .build/uv
	@.build/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV)

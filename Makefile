# Two commands on a fresh machine: `make demo` and `make test`. Both set up what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
ARGS ?=

.PHONY: demo test check bench lock chromium kill years

demo: .venv/run.stamp          ## play the story and open the page with the phones (ARGS=--story-only to stop after the story)
	$(BIN)/rasoat demo $(ARGS)

test: .venv/dev.stamp chromium ## every test, on SQLite and PostgreSQL, pages in headless Chromium
	$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

check: .venv/dev.stamp         ## format, lint, types, floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev.stamp         ## measure the figures of docs/benchmarks.md (ARGS="import-sqlite" for one row)
	$(BIN)/rasoat bench $(ARGS)

kill: .venv/dev.stamp          ## the long form of the kill test (KILLS=600)
	RASOAT_TEST_KILLS=$(or $(KILLS),600) $(BIN)/pytest -q tests/journeys/test_killed.py --timeout 3600

years: .venv/dev.stamp         ## years of reminders held against an oracle of their own (YEARS=10)
	RASOAT_TEST_YEARS=$(or $(YEARS),10) $(BIN)/pytest -q -n 2 --dist load -rP tests/reminders/test_a_year_of_reminders.py -k sqlite --timeout 3600

lock: .venv/dev.stamp          ## renew both locks from pyproject.toml
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra dev -o requirements-dev.lock pyproject.toml

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	touch $@ .venv/run.stamp

chromium:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }

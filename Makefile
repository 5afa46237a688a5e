# The two commands: `make run` and `make test`. Both set everything up first.
PYTHON ?= python3
BIN := .venv/bin
# What is installed has the hashes of the lock, and building the package fetches nothing.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# One lock for Linux, macOS and Windows, and for every Python from 3.11 on.
LOCK := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --strip-extras --no-emit-index-url --no-emit-find-links \
	pyproject.toml requirements/build.in

.DEFAULT_GOAL := help
.PHONY: help setup run chat test check fix bench questions pictures reference translations wheel lock clean

help:
	@echo "make run        open the companion: the terminal chat, or the platforms .env has tokens for"
	@echo "make test       run the whole test suite"
	@echo "make check      format, lint, types, import contracts, dead code, the bundled notes, then the tests"
	@echo "make fix        format, and mend what the linter can"
	@echo "make bench      measure quality, speed, scale and load"
	@echo "make questions  make the quiz questions and hold them against their gates"
	@echo "make pictures   photograph what the adapters send, for the documentation (needs Chromium)"
	@echo "make reference  write what is drawn from tables: .env.example, docs/commands.md, docs/settings.md"
	@echo "make translations  collect what the code says for those who translate it, and compile what they said"
	@echo "make wheel      build the package, with its notes and questions, into dist/"
	@echo "make setup      only set up .venv"
	@echo "make lock       resolve the dependencies anew"

# ---- set-up: a virtual environment with exactly the locked versions ----

.venv/.run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Name one: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up .venv (once; about a minute) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	@echo "Adding what tests and checks need …"
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

setup: .venv/.run

run: .venv/.run
	@$(BIN)/companion

chat: .venv/.run
	@$(BIN)/companion chat

test: .venv/.dev
	@$(BIN)/pytest -n auto $(TESTS)

check: .venv/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/vulture
	@$(BIN)/companion notes lint
	@$(BIN)/pytest -n auto $(TESTS)

fix: .venv/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/.dev
	@$(BIN)/python -m bench

questions: .venv/.dev
	@$(BIN)/python -m bench bank $(addprefix --notes ,$(NOTES))
	@$(BIN)/python -m bench questions $(addprefix --notes ,$(NOTES))

pictures: .venv/.dev
	@$(BIN)/python -m bench.pictures

reference: .venv/.run
	@$(BIN)/python -m bot.commands.reference > docs/commands.md
	@$(BIN)/python -m bot.settings.reference > docs/settings.md
	@$(BIN)/python -m bot.settings.reference example > .env.example

translations: .venv/.dev
	@$(BIN)/python -m bench.translations

wheel: .venv/.run
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 1767225600) \
		$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--wheel-dir dist .
	@ls dist/*.whl

lock: .venv/.dev
	@$(LOCK) --output-file requirements/run.txt
	@$(LOCK) --output-file requirements/postgres.txt --constraint requirements/run.txt --extra postgres
	@$(LOCK) --output-file requirements/documents.txt --constraint requirements/run.txt --extra documents
	@$(LOCK) --output-file requirements/pictures.txt --constraint requirements/run.txt --extra pictures
	@$(LOCK) --output-file requirements/dev.txt --constraint requirements/run.txt \
		--extra postgres --extra documents --extra pictures --extra dev

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist ./*.egg-info

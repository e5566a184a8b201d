# Jiesu. Everything starts here; `make` alone prints what there is.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Compiled modules make every later start quicker, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run serve test test-quick check types lint doors format lock docs bench measure clean

help: ## Print this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/.run ## Start the demo city: web chat and console in a browser
	@exec $(BIN)/jiesu demo

serve: $(VENV)/.run ## Serve with the settings of the environment
	@exec $(BIN)/jiesu serve

test: $(VENV)/.dev $(VENV)/.browser ## All tests, PostgreSQL's and the browser's included
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-quick: $(VENV)/.dev ## Tests without browser and PostgreSQL
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser and not postgres and not slow"

check: lint types doors ## Lint, types and doors

lint: $(VENV)/.dev ## ruff
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev ## mypy --strict on source and tests
	$(BIN)/mypy

doors: $(VENV)/.dev ## Which room may know which
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.dev ## Write the pages that are made from the code
	$(BIN)/python -m app.documents

measure: $(VENV)/.dev ## How well messages are understood, beside the aims
	$(BIN)/python -m benchmarks.understanding --train

bench: $(VENV)/.dev ## Measure, each figure beside a baseline of the same run
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.repeats
	$(BIN)/python -m benchmarks.dispatching

lock: $(VENV)/.uv ## Resolve the dependencies anew
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --upgrade --extra postgres -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --upgrade --all-extras -c requirements.lock -o requirements-dev.lock

clean: ## Remove the environment and everything that was made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .artifacts

$(VENV)/.uv:
	@echo "Setting up Python in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit("Jiesu needs Python 3.11 or newer; found " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/.uv
	@echo "Installing …"
	@test -e $(VENV)/.dev || $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/.uv
	@echo "Installing what development needs …"
	@$(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@ $(VENV)/.run

$(VENV)/.browser: | $(VENV)/.dev
	@$(BIN)/python -m tests.browser.provide
	@touch $@

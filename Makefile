# Everything a developer types. `make` alone lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.PHONY: help run test test-long lint format bench assets fonts translations screenshots requirements clean
MAKEFLAGS += --no-print-directory
# Python keeps what it has compiled, whatever the surroundings say: the tests start dozens of processes.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/.run
DEV := .venv/.dev
CATALOGUES := engage/translations

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN) ## Start the whole demo on http://127.0.0.1:8000 (or PORT=…); Ctrl-C ends it
	@exec $(BIN)/engage run

# One process more than there are processors: now and then one waits for a server that comes back or a job that is due.
test: $(DEV) ## Run all tests, on SQLite and PostgreSQL and in Chromium (ARGS="-k trace" to choose)
	@scripts/install-servers
	@$(BIN)/python -m pytest -n $$(($$(nproc) + 1)) --dist loadscope --no-loadscope-reorder $(ARGS)

test-long: $(DEV) ## Run the tests that take minutes (Lighthouse needs Node)
	@scripts/install-servers
	@npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error || true
	@$(BIN)/python -m pytest -m long $(ARGS)

lint: $(DEV) ## Check style, types, import order and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tests.lint_templates
	@$(BIN)/mypy

format: $(DEV) ## Lay the Python code out as `make lint` wants it
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: $(DEV) ## Measure; one JSON object per line (ONLY=name for one figure)
	@scripts/install-servers >&2
	@$(BIN)/python -m benchmarks.run $(ONLY)

assets: ## Build the style sheets and scripts (needs Node; the result is committed)
	@npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error
	@npm run --silent build

fonts: $(DEV) ## Cut the fonts into the pieces that pages fetch (needs Node; the result is committed)
	@npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error
	@$(BIN)/python -m scripts.fonts

translations: $(DEV) ## Collect the texts, update the catalogues, refuse what is empty or fuzzy
	@$(BIN)/python -m scripts.translations

screenshots: $(DEV) ## Photograph every page of the demo into screenshots/ (ONLY=home for some)
	@scripts/install-servers
	@$(BIN)/python -m scripts.screenshots $(ONLY)

requirements: ## Pin the dependencies of pyproject.toml anew, with hashes (needs uv)
	@uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		pyproject.toml -o requirements/run.txt
	@uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		-c requirements/run.txt --extra dev pyproject.toml -o requirements/dev.txt

clean: ## Remove the virtual environment and the caches, but no data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info

# The environment is made once, and again only when what it is made from has changed.
$(RUN): requirements/run.txt pyproject.toml
	@PYTHON=$(PYTHON) scripts/make-venv requirements/run.txt
	@touch $(RUN)

$(DEV): requirements/dev.txt pyproject.toml
	@PYTHON=$(PYTHON) scripts/make-venv requirements/dev.txt
	@touch $(DEV) $(RUN)

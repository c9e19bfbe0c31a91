# Everything runs in an environment of its own: nothing needs to be installed by hand but Python >= 3.11 and make.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
BASE_IMAGE ?= python:3.11-slim

.DEFAULT_GOAL := help
.PHONY: help setup demo format check test coverage bench bench-client bench-compatibility bench-documents bench-service bench-pages bench-deployment soak load rolling serve reference screenshots image clean install

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-20s %s\n", $$1, $$2}'

install: $(VENV)/.installed ## Create an environment with the command, the client and what the demo needs

setup: $(VENV)/.ready ## Add what developers need to it

$(VENV)/.installed: pyproject.toml clients/python/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Bindery needs Python >= 3.11: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Bindery into $(VENV); this takes a minute or two"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --editable 'clients/python[amqp,testing]'
	@touch $@

$(VENV)/.ready: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --editable clients/python --group dev
	@touch $@

demo: install ## Register the shop, break it, run and test two of its services, then serve (ONCE=1: end after the tour)
	@$(BIN)/python -m examples.shop.demo $(if $(ONCE),--once)

format: setup ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

check: setup ## Check format, lint, types, arrows and house rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/house_rules

test: setup ## Run all tests (BINDERY_REQUIRE_SERVICES=1: no skips for missing services)
	$(BIN)/pytest

coverage: setup ## Run the tests of the core with branch coverage (at least 95 %)
	$(BIN)/pytest -q --cov --cov-branch --cov-fail-under=95 tests/contracts

bench: ## Measure everything against its bars
	@$(MAKE) --no-print-directory --keep-going bench-client bench-compatibility bench-documents bench-service bench-pages bench-deployment

bench-compatibility: setup ## Score and time the engine and its peer; PAIRS="FILE..." are labelled pairs
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench-compatibility \
		|| echo "the peer could not be installed: its rows are skipped"
	$(BIN)/python benchmarks/compatibility.py $(PAIRS)

bench-documents: setup ## Time the reading of a megabyte of design documents
	$(BIN)/python benchmarks/documents.py

soak: setup ## Kill consumers on RabbitMQ and account for every message (MESSAGES=100000)
	$(BIN)/python benchmarks/soak.py --messages $(or $(MESSAGES),100000)

bench-client: setup ## Measure the client against its bars and its peers
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python benchmarks/client.py

bench-service: setup ## Measure the service against its bars (LOAD_SECONDS=60 of mixed load)
	$(BIN)/python benchmarks/service.py --seconds $(or $(LOAD_SECONDS),60)

bench-pages: setup ## Measure how long the pages of a large registry take, and what they weigh
	$(BIN)/python benchmarks/pages.py

bench-deployment: setup ## Measure can-i-deploy on a growing system
	$(BIN)/python benchmarks/deployment.py

load: setup ## Hold two replicas behind a proxy against the objectives (LOAD_SECONDS=60; needs PostgreSQL and HAProxy)
	$(BIN)/python benchmarks/load.py --seconds $(or $(LOAD_SECONDS),60)

rolling: setup ## Replace the release of two replicas while clients ask, and count what fails (needs the same)
	$(BIN)/python benchmarks/rolling.py

serve: install ## Serve the registry on PORT
	$(BIN)/bindery serve --port $(PORT)

reference: setup ## Write the pages below docs/reference, and the figures in the README
	$(BIN)/python -m docs.pages

screenshots: setup ## Take the pictures below docs/images anew (needs Chromium)
	$(BIN)/python -m docs.screens

image: ## Build the image with docker or buildah (BUILD_OPTIONS="..." are handed on)
	BUILDAH_FORMAT=docker $$(command -v buildah || command -v docker) build --build-arg BASE_IMAGE=$(BASE_IMAGE) \
		--build-arg VERSION=$$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml) \
		--build-arg REVISION=$$(git rev-parse HEAD) $(BUILD_OPTIONS) -t bindery .

clean: ## Remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist

# make run    set up and open the bot with a local workspace in the browser
# make test   set up and run the tests
# make check  lint, types and tests
# make agent  build the file that hosts run (part of run and test)
# make lock   write the lock files anew
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := $(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate
UV := $(LOCK) --universal --python-version 3.11
# The agent runs where there is no newer Python; its archive is for any machine, so it has nothing of one.
UV_AGENT := $(LOCK) --python-version 3.8 --python-platform linux
AGENT := build/setupbot-agent.pyz
AGENT_FILES := $(shell find agent -name '*.py' -not -path '*/tests/*' -not -path '*/__pycache__/*')

PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
INSTALL_SELF = $(PIP) --no-deps --no-build-isolation -e .

.PHONY: run test check lint types lock pictures agent oldest

run: $(VENV)/run.stamp $(AGENT)
	$(BIN)/python -m bot playground

test: $(VENV)/dev.stamp $(AGENT) oldest
	$(BIN)/python -m pytest

check: lint types test

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

lock: $(VENV)/dev.stamp
	$(UV) --group build pyproject.toml -o requirements/run.txt
	$(UV) --group dev pyproject.toml -c requirements/run.txt -o requirements/dev.txt
	$(UV_AGENT) requirements/agent.in -o requirements/agent.txt
	$(UV_AGENT) requirements/agent-dev.in -c requirements/agent.txt -o requirements/agent-dev.txt

agent: $(AGENT)

$(AGENT): requirements/agent.txt $(AGENT_FILES) | $(VENV)/run.stamp
	$(BIN)/python -m agent.bundling.build $(@D)

# What agent/tests need under Python 3.8, if there is one; quick when it is there already.
oldest: $(VENV)/dev.stamp
	@$(BIN)/python -m agent.bundling.oldest build

pictures: $(VENV)/dev.stamp
	$(BIN)/python knowledge/pictures/draw.py
	$(BIN)/python docs/draw_terminal.py
	$(BIN)/python docs/draw_playground.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "setupbot needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/run.txt
	$(INSTALL_SELF)
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/dev.txt
	$(INSTALL_SELF)
	touch $@ $(VENV)/run.stamp

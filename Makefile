# make run    set up and open the bot on its embedded defaults
# make test   set up and run the tests
# make check  lint, types and tests
# make lock   write the lock files anew
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
INSTALL_SELF = $(PIP) --no-deps --no-build-isolation -e .

.PHONY: run test check lint types lock pictures

run: $(VENV)/run.stamp
	$(BIN)/python -m bot chat

test: $(VENV)/dev.stamp
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

pictures: $(VENV)/dev.stamp
	$(BIN)/python knowledge/pictures/draw.py
	$(BIN)/python docs/draw_terminal.py

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

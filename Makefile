# Every target does all its own set-up: a venv, the locked wheels, and through apt (root on Debian)
# what the tests need. Only Python 3.11+, pip and make are expected. Locks name every wheel, so pip
# resolves nothing (--no-deps): some versions of it look for an extra's newest release beside the lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
MINUTES ?= 15
CORPUS ?= pypi-benign

.PHONY: demo test dev lint docs bench corpus evaluate hostile fuzz soak lock clean

$(VENV)/bin/python:
	$(PYTHON) support/check_python.py
	$(PYTHON) -m venv $(VENV)

$(STAMP): requirements/base.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements/base.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	touch $@

$(DEV_STAMP): requirements/dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	touch $(STAMP) $@

demo: $(STAMP)
	$(BIN)/python support/demo.py

dev: $(DEV_STAMP)

test: $(DEV_STAMP)
	$(BIN)/python support/system_tools.py
	$(BIN)/python -m pytest

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(DEV_STAMP)
	$(BIN)/python support/pages.py

corpus: $(DEV_STAMP)
	$(BIN)/python -m bench.corpus build

bench: $(DEV_STAMP)
	$(BIN)/python -m bench.speed

evaluate: $(DEV_STAMP)
	$(BIN)/pratique evaluate --corpus $(CORPUS)

hostile: $(DEV_STAMP)
	$(BIN)/python support/system_tools.py
	$(BIN)/python -m tests.hostile.run

fuzz: $(DEV_STAMP)
	$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements/fuzz.lock
	$(BIN)/python -m fuzz --minutes $(MINUTES)

soak: $(DEV_STAMP)
	$(BIN)/python -m pytest tests/engine -m soak

lock: $(DEV_STAMP)
	$(BIN)/python support/lock.py

clean:
	rm -rf $(VENV) build dist

# Two commands for everybody: `make run` and `make test`. Python 3.11 or newer and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed

.PHONY: help install run test lint types eval bench torture lock clean

help:            ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("NHS Brief needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

install: $(READY)   ## make .venv and install what is locked

run: $(READY)       ## start the bot: on Slack if its tokens are set, else on the playground
	@exec $(BIN)/nhs-brief run $(ARGS)

test: $(READY) lint types   ## lint, types and every test
	$(BIN)/python -m pytest -q -n auto --maxprocesses=4 --dist loadfile $(ARGS)

lint: $(READY)      ## ruff: format and rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)     ## mypy --strict on the three packages
	$(BIN)/mypy

eval: $(READY)      ## quality against anchors, with floors
	$(BIN)/python -m tests.evaluation

bench: $(READY)     ## speed: articles read and briefed a second, a digest, every command
	$(BIN)/python -m tests.bench

torture: $(READY)   ## kill, freeze and cut off delivering processes; count lost and doubled editions
	$(BIN)/python -m tests.torture $(ARGS)

lock:               ## pin anew what pyproject.toml asks for (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade -o requirements.txt

clean:              ## remove .venv and what was written
	rm -rf $(VENV) .data build *.egg-info

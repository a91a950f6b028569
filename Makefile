# On a fresh machine with Python 3.11+ and make:  make run   or   make test
# Both set up what they need in .venv; nothing is installed outside this folder.

PYTHON ?= python3
SAMPLES := corpus/samples
CORPUS ?= $(SAMPLES)
# The samples have an index of their own, so that they never turn up among somebody's articles.
INDEX  ?= $(or $(CUTTINGS_INDEX),$(if $(filter $(SAMPLES),$(CORPUS:/=)),.cuttings-samples,.cuttings))
PORT   ?= 8000
BIN    := .venv/bin
COMPILE = $(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
export PORT

.PHONY: run serve formats opensearch test check lint fix bench clean requirements

run: .venv/run  ## index the sample corpus (or CORPUS=PATH) and serve it
	$(BIN)/python app.py index "$(CORPUS)" --index "$(INDEX)"
	$(BIN)/python app.py serve --index "$(INDEX)"

serve: .venv/run  ## serve your own index, or the samples' while you have none
	$(BIN)/python app.py serve --index "$(or $(CUTTINGS_INDEX),$(wildcard .cuttings),.cuttings-samples)"

test: .venv/dev  ## the tests; those that need Chromium are skipped where there is none
	$(BIN)/python -m pytest

check: lint test  ## what people, hooks and CI all run

lint: .venv/dev  ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

fix: .venv/dev  ## format, and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/bench  ## beside other engines: make bench CORPUS=articles.jsonl QUERIES=queries.json
	$(BIN)/python -m benchmarks.bench $(if $(filter file,$(origin CORPUS)),,"$(CORPUS)") $(if $(QUERIES),--queries "$(QUERIES)")

requirements: .venv/dev  ## compile the exact versions anew from pyproject.toml
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra formats --output-file requirements-formats.txt pyproject.toml
	$(COMPILE) --extra opensearch --output-file requirements-opensearch.txt pyproject.toml
	$(COMPILE) --extra formats --extra opensearch --extra dev --output-file requirements-dev.txt pyproject.toml
	$(COMPILE) --extra formats --extra opensearch --extra dev --extra bench --output-file requirements-bench.txt pyproject.toml

clean:
	rm -rf .venv .cuttings-samples .mypy_cache .ruff_cache .pytest_cache

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Cuttings needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	touch $@

formats: .venv/run  ## add the libraries of the formats that a small installation does without
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-formats.txt

opensearch: .venv/run  ## add what the engine on an OpenSearch cluster needs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-opensearch.txt

.venv/dev: .venv/bin/python requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	touch $@ .venv/run

.venv/bench: .venv/bin/python requirements-bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-bench.txt
	touch $@ .venv/dev .venv/run

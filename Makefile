# One command for each thing to do; `make help` lists them. Everything lives in .venv, made at first use.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
unexport PYTHONPATH PYTHONHOME

PYTHON ?= python3
UV ?= uv
RUN := .venv/bin/python
STAMPS := .venv/stamps
REPORT := out/twelve-value-systems.html

.PHONY: help
help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | awk -F'\t' '{ printf "make %-10s %s\n", $$1, $$2 }'

.PHONY: demo
demo: $(STAMPS)/base ## solve the world of twelve value systems and write its report
	@mkdir -p out
	@.venv/bin/largeworlds solve largeworlds/twelve-value-systems --report $(REPORT)
	@echo "Open $(REPORT) in a browser."

.PHONY: test
test: $(STAMPS)/test ## run the tests, the large random counts as seeded subsets
	@OPENBLAS_NUM_THREADS=1 $(RUN) -m pytest --numprocesses auto $(PYTEST_ARGS)

.PHONY: test-full
test-full: $(STAMPS)/test ## run the tests with every random count; the log goes to out/test-full.log
	@mkdir -p out
	@LARGEWORLDS_FULL=1 OPENBLAS_NUM_THREADS=1 $(RUN) -m pytest --numprocesses auto --durations 20 $(PYTEST_ARGS) 2>&1 | tee out/test-full.log

.PHONY: lint
lint: $(STAMPS)/dev ## check style, the floors and the house rules
	@bad=0; $(RUN) -m ruff check . || bad=1; $(RUN) -m ruff format --check . || bad=1; \
	  .venv/bin/lint-imports --no-logo || bad=1; $(RUN) tools/house_rules.py || bad=1; exit $$bad

.PHONY: format
format: $(STAMPS)/dev ## put every file into the common format
	@$(RUN) -m ruff check --fix-only --quiet .
	@$(RUN) -m ruff format .

.PHONY: types
types: $(STAMPS)/dev ## check the types of the package
	@$(RUN) -m mypy

.PHONY: docs
docs: $(STAMPS)/docs ## build the documentation site; a warning is an error
	@$(RUN) -m sphinx -W --keep-going --quiet -b html -d docs/_build/doctrees docs docs/_build/html
	@$(RUN) tools/check_site.py docs/_build/html
	@echo "The site is docs/_build/html/index.html."

.PHONY: bench
bench: $(STAMPS)/test ## run the benchmarks; the tables go to out/benchmarks
	@mkdir -p out/benchmarks
	@for script in benchmarks/*.py; do \
	  echo "== $$script"; $(RUN) "$$script" | tee "out/benchmarks/$$(basename "$$script" .py).txt"; \
	done

.PHONY: lock
lock: ## choose the newest fitting version of every package anew, for Python 3.11 and later
	@command -v "$(UV)" >/dev/null || { echo "make lock needs the command uv: install it, or name it as in 'make UV=/path/to/uv lock'."; exit 1; }
	@$(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --all-extras --upgrade --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --output-file constraints.txt >/dev/null

.PHONY: setup
setup: ## install everything that the other commands need, at once
	@$(PYTHON) tools/environment.py test dev docs

.PHONY: clean
clean: ## remove everything that make made
	@rm -rf .venv out build dist site docs/_build docs/_generated .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests tools docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/%: constraints.txt pyproject.toml tools/environment.py
	@command -v "$(PYTHON)" >/dev/null || { echo "largeworlds needs Python 3.11 or newer, and there is no $(PYTHON) here: install it and try again."; exit 1; }
	@$(PYTHON) tools/environment.py $(filter-out base,$*)

# Thongbao: every command of the day. `make help` lists them.
# With an active conda or virtual environment it is used; otherwise .venv is made here.
# Paths are relative on purpose: the folder may have any name, spaces and all.

OFFICE ?= zhumadian
DATE   ?= 2020-02-19
JOBS   ?= 0

SHELL := /bin/sh
RUN   := sh tools/in_environment

.DEFAULT_GOAL := help
.PHONY: help env bulletins test lint lab bench faults translations schemas picture clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do printf '  make %-13s %s\n' "$$name" "$$text"; done

env:
	@sh tools/make_environment

bulletins: env  ## set up, take in the sample reports, make every bulletin of OFFICE for DATE
	@if [ -f "data/$(OFFICE)/make_reports.py" ]; then $(RUN) python "data/$(OFFICE)/make_reports.py"; fi
	@# A refused report (exit 1) is named and must not keep the others from their bulletins.
	@$(RUN) python -m thongbao intake --office "$(OFFICE)" --backfill "data/$(OFFICE)/inbox" || [ $$? -eq 1 ]
	@$(RUN) python -m thongbao run "$(DATE)" --office "$(OFFICE)" --jobs "$(JOBS)"

test: env  ## run the tests (about four minutes on two cores)
	@$(RUN) python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered $(ARGS)

lint: env  ## formatting, lint (notebooks too) and types
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy

lab: env  ## open JupyterLab on the notebooks
	@$(RUN) jupyter lab --notebook-dir=. notebooks/10_county_daily.ipynb

bench: env  ## benchmarks: ratios against a baseline of the same run
	@$(RUN) python -m pytest -m bench -s tests/benchmarks $(ARGS)

faults: env  ## the long fault and attack runs
	@$(RUN) python -m pytest -n 2 --dist worksteal -m faults $(ARGS)

translations: env  ## gather new strings into the catalogs of lib/ and notebooks/
	@$(RUN) python tools/translations.py

schemas: env  ## write params/schema again from the records
	@$(RUN) python -m thongbao schema params/schema

picture: env  ## take the README's picture of a bulletin (needs Chromium)
	@$(RUN) python tools/picture.py

clean:  ## remove what running made: outputs and caches; never the reports, the store or .venv
	rm -rf outputs build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov
	find lib tests notebooks data tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find notebooks -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +
	@echo "Kept: data/ with the reports and the store. To begin anew, remove data/store.sqlite yourself."

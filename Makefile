# Thongbao: every command of the day. `make help` lists them.
# With an active conda or virtual environment it is used; otherwise .venv is made here.
# Paths are relative on purpose: the folder may have any name, spaces and all.

OFFICE ?= zhumadian
# The last day of the sample, and where that is no Friday, the Friday before it: weekly bulletins are made on Fridays.
ifeq ($(OFFICE),thai-binh)
DATE   ?= 2021-09-10
else
DATE   ?= 2020-02-19
endif
WEEK   ?= $(if $(filter zhumadian/2020-02-19,$(OFFICE)/$(DATE)),2020-02-14)
JOBS   ?= 0

SHELL := /bin/sh
RUN   := sh tools/in_environment

.DEFAULT_GOAL := help
.PHONY: help env bulletins test coverage lint lab bench faults translations schemas docs links picture clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do printf '  make %-13s %s\n' "$$name" "$$text"; done

env:
	@sh tools/make_environment

bulletins: env  ## set up, take in the sample reports, make every bulletin of OFFICE for WEEK and DATE
	@if [ -f "data/$(OFFICE)/make_reports.py" ]; then $(RUN) python "data/$(OFFICE)/make_reports.py"; fi
	@# A refused report (exit 1) is named and must not keep the others from their bulletins.
	@$(RUN) python -m thongbao intake --office "$(OFFICE)" --backfill "data/$(OFFICE)/inbox" || [ $$? -eq 1 ]
	@if [ -n "$(WEEK)" ]; then $(RUN) python -m thongbao run "$(WEEK)" --office "$(OFFICE)" --jobs "$(JOBS)"; fi
	@$(RUN) python -m thongbao run "$(DATE)" --office "$(OFFICE)" --jobs "$(JOBS)"

test: env  ## run the tests
	@# Three at a time on two cores: many wait for kernels, servers and browsers.
	@$(RUN) python -m pytest -n 3 --dist worksteal $(ARGS)

coverage: env  ## run the tests and say which lines they do not reach, about a quarter slower
	@$(RUN) python -m pytest -n 3 --dist worksteal --cov --cov-report=term:skip-covered $(ARGS)

lint: env  ## formatting, lint (notebooks too) and types
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy

lab: env  ## open JupyterLab on the notebooks, for this machine's own browser only
	@THONGBAO_OFFICE="$(OFFICE)" $(RUN) jupyter lab --config=tools/lab.json --ip=127.0.0.1 --ServerApp.allow_remote_access=False \
		--ServerApp.root_dir=notebooks $(ARGS)

bench: env  ## benchmarks: ratios against a baseline of the same run
	@$(RUN) python -m pytest -m bench -s tests/benchmarks $(ARGS)

faults: env  ## the long fault and attack runs
	@$(RUN) python -m pytest -n 2 --dist worksteal -m faults $(ARGS)
	@THONGBAO_EXAMPLES=10 $(RUN) python -m pytest -n 2 --dist worksteal tests/data

translations: env  ## gather new strings into the catalogs of lib/ and notebooks/
	@$(RUN) python tools/translations.py

schemas: env  ## write params/schema again from the records
	@$(RUN) python -m thongbao schema params/schema

docs: env  ## build the documentation into docs/_build; every warning is an error
	@$(RUN) python -m sphinx -q -W --keep-going -b html docs docs/_build
	@# The pages in other languages are sites of their own in it: their menus and search speak the language.
	@$(RUN) python -m sphinx -q -W --keep-going -b html -c docs -D language=zh_CN docs/zh_Hans docs/_build/zh_Hans
	@$(RUN) python -m sphinx -q -W --keep-going -b html -c docs -D language=vi docs/vi docs/_build/vi
	@echo docs/_build/index.html

links: env  ## look whether the documentation's links into the network lead anywhere (needs a network)
	@$(RUN) python -m sphinx -q -b linkcheck docs docs/_build/links
	@$(RUN) python -m sphinx -q -b linkcheck -c docs -D language=zh_CN docs/zh_Hans docs/_build/links/zh_Hans
	@$(RUN) python -m sphinx -q -b linkcheck -c docs -D language=vi docs/vi docs/_build/links/vi

picture: env  ## take the README's picture of a bulletin (needs Chromium)
	@$(RUN) python tools/picture.py

clean:  ## remove what running made: outputs and caches; never the reports, the store or .venv
	rm -rf outputs build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov
	find lib tests notebooks data tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find notebooks -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +
	@echo "Kept: data/ with the reports and the store. To begin anew, remove data/store.sqlite yourself."

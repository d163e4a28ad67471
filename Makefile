# Everything that is done to this project is one of these words. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
PACKAGES := archive.py commands scrapers pipelines datasette_config demo

help:  ## list these words
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: .venv/installed  ## build .venv from requirements.lock; nothing to do the second time

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11; name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "$(PYTHON) cannot make virtual environments; on Debian: apt install python3-venv" >&2; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup  ## crawl the bundled demo site into a fresh archive and read it in a browser
	$(BIN)/archive demo

test: setup  ## run all tests
	$(BIN)/pytest -q

lint: setup  ## ruff, mypy, and the generated parts of the documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(PACKAGES)
	$(BIN)/cog --check -I . README.md docs/*.md

bench: setup  ## what a page costs, as a multiple of a bare Scrapy fetch; what data costs that goes out and comes in
	$(BIN)/python -m bench.crawl
	$(BIN)/python -m bench.data --rounds 1

proof: setup  ## repair against 10,000 texts that a mirror broke, and a million sentences that none did
	$(BIN)/python -m bench.repair

extraction: setup  ## measure the extractor beside its peers; needs ../shared and pip install -e '.[extraction]'
	$(BIN)/python ../shared/bench/measure.py bench.extractor:extract --json \
	  --peer trafilatura,readability,bench.peers:resiliparse,bench.peers:newspaper4k | $(BIN)/python -m bench.extraction

train: setup  ## train the classifier of blocks anew, and measure it on sites it has not seen; needs the same
	$(BIN)/python -m bench.train ../shared/corpora ../shared/pages --folds 3 --keep

proof-kill: setup  ## kill -9 a crawl KILLS times (1000), run it again, count what was lost and what came twice
	$(BIN)/python -m bench.proof_kill --kills $(or $(KILLS),1000)

proof-starts: setup  ## start fifty crawls of one site at once: one runs, the others exit 75
	STARTS=50 $(BIN)/pytest -q tests/test_crawl_resume.py::test_many_starts_and_one_runs

proof-cron: setup  ## run the lines of `archive schedule` under a real cron daemon; two minutes, as root
	$(BIN)/python -m bench.proof_cron

bench-data: setup  ## the same of data at full scale: 200,000 articles out, RECORDS (1,000,000) in, killed midway
	$(BIN)/python -m bench.data
	$(BIN)/python -m bench.data --exports --articles 200000 --rounds 2
	$(BIN)/python -m bench.data --records $(or $(RECORDS),1000000)

bench-search: setup  ## what search finds and costs, beside a LIKE scan and plain Datasette
	$(BIN)/python -m bench.search

same: setup  ## show that NEW (HEAD; `.` is the checkout as it is) does the same as the commit OLD; needs ../shared
	@test -n "$(OLD)" || { echo "of which commit? name it: make same OLD=main" >&2; exit 2; }
	$(BIN)/python -m bench.same $(OLD) $(NEW) $(if $(PAGES),--pages $(PAGES))

docs: setup  ## write the generated parts of README and docs anew
	$(BIN)/cog -r -I . README.md docs/*.md

screenshots: setup  ## take README's pictures with a headless Chromium
	$(BIN)/python -m docs.screenshots

lock: setup  ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock' \
	  --output-file requirements.lock --upgrade

.PHONY: help setup demo test lint bench bench-search bench-data proof proof-kill proof-starts proof-cron extraction train same docs screenshots lock

# Everything that is done to this project is one of these words. `make` alone lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
PEER_FUNCTIONS := bench.peers:readability,bench.peers:magic_html,bench.peers:resiliparse,bench.peers:newspaper4k
PYTHONS ?= python3.11 python3.12 python3.13
MEASURE := ../shared/bench/measure.py
PACKAGES := archive.py commands scrapers pipelines cundang exchange upkeep datasette_config demo

help:  ## list these words
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(VENV)/installed  ## build .venv with what the archive runs with; nothing to do the second time

setup-dev: $(VENV)/installed-dev  ## the same, and what tests and benches need

peers: $(PEERS)/installed  ## build .venv-peers, with the extractors and finders of copies that ours are measured beside

# $(call environment,FOLDER): a virtual environment.
define environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11; name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(1) || \
	  { rm -rf $(1); echo "$(PYTHON) cannot make virtual environments; on Debian: apt install python3-venv" >&2; exit 1; }
endef

# $(call pip,FOLDER,ARGUMENTS): what pip says is shown only if it fails, and then all of it.
pip = $(1)/bin/pip install --quiet --disable-pip-version-check --no-deps $(2) > $(1)/pip.log 2>&1 || \
  { cat $(1)/pip.log >&2; exit 1; }

# $(call install,FOLDER,LOCK): what a lock names, into a virtual environment.
define install
	@echo "$(1): installing $(2)"
	@start=$$(date +%s); $(call pip,$(1),--require-hashes --requirement $(2)) && \
	  echo "$(1): $$(ls -d $(1)/lib/*/site-packages/*.dist-info | wc -l) packages," \
	    "$$(du -sm $(1) | cut -f1) MB, after $$(($$(date +%s) - start)) s"
endef

$(VENV)/installed: requirements.lock pyproject.toml
	$(call environment,$(VENV))
	$(call install,$(VENV),requirements.lock)
	@$(call pip,$(VENV),--no-index --no-build-isolation --editable .)
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(call install,$(VENV),requirements-dev.lock)
	@touch $@

$(VENV)/installed-train: $(VENV)/installed-dev requirements-train.lock
	$(call install,$(VENV),requirements-train.lock)
	@touch $@

$(PEERS)/installed: requirements-peers.lock
	$(call environment,$(PEERS))
	$(call install,$(PEERS),requirements-peers.lock)
	@# it says that it needs Python 3.12, and runs on 3.11; what it needs of others is in the lock
	@$(call pip,$(PEERS),--ignore-requires-python magic-html==0.1.8)
	@touch $@

demo: setup  ## crawl the bundled demo site into a fresh archive and read it in a browser
	$(BIN)/archive demo

test: setup-dev  ## run all tests, on all cores
	$(BIN)/pytest -q --numprocesses logical --dist worksteal

test-pythons:  ## run all tests with each Python from 3.11 to 3.13 that is at hand, each in an environment of its own
	@for python in $(PYTHONS); do \
	  if ! $$python -c '' 2>/dev/null; then echo "$$python: not at hand, not tested"; continue; fi; \
	  $(MAKE) --no-print-directory test PYTHON=$$python VENV=.venv-$${python##*/} || failed="$$failed $$python"; \
	done; if [ "$$failed" ]; then echo "tests failed with:$$failed" >&2; exit 1; fi

lint: setup-dev  ## ruff, mypy, and the generated parts of the documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(PACKAGES)
	$(BIN)/cog --check -I . README.md docs/*.md

bench: setup-dev  ## what a page costs beside a bare Scrapy fetch; data out and in; 200 sites; copies and changes found
	$(BIN)/python -m bench.crawl
	$(BIN)/python -m bench.data --rounds 1
	$(BIN)/python -m bench.loading
	$(BIN)/python -m bench.histories
	$(BIN)/python -m bench.bulletins
	@if [ -d ../shared ]; then $(BIN)/python -m bench.reprints ../shared; fi

proof: setup-dev  ## repair against 10,000 texts that a mirror broke, and a million sentences that none did
	$(BIN)/python -m bench.repair

proof-linear: setup-dev  ## every pattern on hostile texts of a million characters; the tests try a quarter of that
	LONGEST=1000000 $(BIN)/pytest -q tests/project/test_linear.py

extraction: setup-dev peers  ## measure the extractor beside its peers; needs ../shared
	folder=$$(mktemp -d) && \
	  $(BIN)/python $(MEASURE) bench.extractor:extract --json > $$folder/ours.jsonl && \
	  $(PEERS)/bin/python $(MEASURE) trafilatura --json \
	    --peer $(PEER_FUNCTIONS) > $$folder/peers.jsonl && \
	  $(BIN)/python -m bench.extraction $$folder/ours.jsonl $$folder/peers.jsonl && rm -r $$folder

train: $(VENV)/installed-train  ## train the classifier of blocks, measure it on sites it has not seen; needs ../shared
	$(BIN)/python -m bench.train ../shared/corpora ../shared/pages --folds 3 --keep

proof-kill: setup-dev  ## kill -9 a crawl KILLS times (1000), run it again, count what was lost and what came twice
	$(BIN)/python -m bench.proof_kill --kills $(or $(KILLS),1000)

proof-upkeep: setup-dev  ## kill -9 backups, restores and other upkeep KILLS times (1000): each is done or not done
	$(BIN)/python -m bench.proof_upkeep --kills $(or $(KILLS),1000)

drill: setup-dev  ## back up the demo's archive (DB=FILE: your own) on two days, restore both, compare byte by byte
	$(BIN)/python -m bench.drill $(if $(DB),--db $(DB))

bench-backup: setup-dev  ## what backups and a restore of DB=FILE take, beside cp and VACUUM INTO
	$(BIN)/python -m bench.backup --db $(DB)

proof-starts: setup-dev  ## start fifty crawls of one site at once: one runs, the others exit 75
	STARTS=50 $(BIN)/pytest -q tests/scrapers/test_crawl_resume.py::test_many_starts_and_one_runs

proof-cron: setup-dev  ## run the lines of `archive schedule` under a real cron daemon; two minutes, as root
	$(BIN)/python -m bench.proof_cron

proof-container: setup-dev  ## the steps of the Dockerfile in a plain Debian root; some minutes, as root
	$(BIN)/python -m bench.proof_container

proof-year: setup-dev  ## 400 days of a site, a crawl each, and all events beside what happened; twenty minutes
	$(BIN)/python -m bench.proof_year
	$(BIN)/python -m bench.proof_year --recheck --days 90 --seed 2

proof-operation: setup-dev  ## a year of an archive by the lines of `archive schedule`, with 1 % faults; half an hour
	$(BIN)/python -m bench.proof_operation

proof-histories: setup-dev  ## 60 days of 12 made-up sites, crawled: copies, origins, edits, deletions beside the truth
	$(BIN)/python -m bench.histories --articles 0 --crawl 60 --crawl-articles 1500

proof-data: setup-dev  ## pandas, polars, DuckDB and R read a snapshot by its README; pip fetches them
	$(BIN)/python -m bench.proof_data

proof-tools: setup-dev  ## pywb, py-wacz and ReplayWeb.page read what a crawl kept; pip and npm fetch them
	$(BIN)/python -m bench.proof_tools

proof-citations: setup-dev  ## citation-js and pandoc read citations back, extruct JSON-LD, feedparser feeds; DB=FILE
	$(BIN)/python -m bench.proof_citations $(if $(DB),--db $(DB))

proof-web: setup-dev  ## 20 readers of a public archive while 50 attackers ask it for everything; DB=FILE, SECONDS (60)
	$(BIN)/python -m bench.proof_web $(if $(DB),--db $(DB)) --seconds $(or $(SECONDS),60)

bench-data: setup-dev  ## the same of data at full scale: 200,000 articles out, RECORDS (1,000,000) in, killed midway
	$(BIN)/python -m bench.data
	$(BIN)/python -m bench.data --exports --articles 200000 --rounds 2
	$(BIN)/python -m bench.data --records $(or $(RECORDS),1000000)

bench-search: setup-dev  ## what search finds and costs, beside a LIKE scan and plain Datasette; pages of DB=archive.db
	$(BIN)/python -m bench.search
	$(BIN)/python -m bench.changes
	$(if $(DB),$(BIN)/python -m bench.pages $(DB))

bench-status: setup-dev  ## what the status of a million articles costs, which it makes: 1.5 GB, two minutes; DB=FILE
	$(BIN)/python -m bench.status $(if $(DB),--db $(DB))

same: setup-dev  ## show that NEW (HEAD; `.` is the checkout as it is) does the same as the commit OLD; needs ../shared
	@test -n "$(OLD)" || { echo "of which commit? name it: make same OLD=main" >&2; exit 2; }
	$(BIN)/python -m bench.same $(OLD) $(NEW) $(if $(PAGES),--pages $(PAGES))

docs: setup-dev  ## write the generated parts of README and docs anew
	$(BIN)/cog -r -I . README.md docs/*.md

screenshots: setup-dev  ## take README's pictures with a headless Chromium
	$(BIN)/python -m docs.screenshots

lock: setup-dev  ## write the locks anew from pyproject.toml; with UPGRADE=1 all versions are the newest
	@cat requirements.lock requirements-dev.lock requirements-train.lock > $(WHOLE)
	$(COMPILE) pyproject.toml --all-extras --group dev --group train $(if $(UPGRADE),--upgrade) --output-file $(WHOLE)
	$(COMPILE) pyproject.toml --constraint $(WHOLE) --output-file requirements.lock
	$(COMPILE) pyproject.toml --constraint $(WHOLE) --all-extras --group dev \
	  $$($(WITHOUT) requirements.lock) --output-file requirements-dev.lock
	$(COMPILE) --group train --constraint $(WHOLE) \
	  $$($(WITHOUT) requirements.lock requirements-dev.lock) --output-file requirements-train.lock
	$(COMPILE) --group peers $(if $(UPGRADE),--upgrade) --output-file requirements-peers.lock

# All of ours is resolved together, so that the locks agree, and parted so that no package is in two.
WHOLE := $(VENV)/whole.lock
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --custom-compile-command 'make lock'
WITHOUT := sed -n 's/^\([^ \#]*\)==.*/--no-emit-package \1/p'

.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*\#\#.*/\1/p' $(MAKEFILE_LIST))

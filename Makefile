# Every target sets up what it needs first. `make` alone says what there is.

PYTHON ?= python3
# Not the scripts beside it: they name the folder in which they were installed, and break when it is moved
PY := .venv/bin/python
export NO_MKDOCS_2_WARNING := 1

ADDRESS ?= 127.0.0.1:8000

.PHONY: help serve site test check lint types golden bench fuzz kills mutants audit licences lock clean setup-site setup-test
.NOTPARALLEL:

help:
	@echo "make serve   preview on http://$(ADDRESS)/, rebuilt on every change"
	@echo "make site    build the site beside site/, verify it, and put it there"
	@echo "make test    run all tests, those in a real browser included"
	@echo "make check   lint, types, tests and a strict build: what must hold at every commit"
	@echo "make golden  write the golden files anew (read the diff)"
	@echo "make bench   quality of the aligner, speed of all (SETS=folder for sets of aligned texts)"
	@echo "make fuzz    hostile input to every parser (TIME=seconds for each)"
	@echo "make kills   commands killed hundreds of times (KILLS=times for each)"
	@echo "make mutants  changes in the code that no test notices (PART=text, SAMPLE=how many, or ALL=1)"
	@echo "make audit   known weaknesses of all locked packages (needs uv and a database on the network)"
	@echo "make licences  licences of all locked packages"
	@echo "make lock    renew the lock files in requirements/ (needs uv)"
	@echo "make clean   remove what the other targets made"

setup-site:
	@$(PYTHON) tools/bootstrap.py site

setup-test:
	@$(PYTHON) tools/bootstrap.py test

serve: setup-site
	$(PY) -m mkdocs serve --dev-addr $(ADDRESS) --livereload

site: setup-site
	$(PY) -c "from tifa.cli import main; main()" build

test: setup-test
	$(PY) -m pytest

check: setup-test lint types test site

lint: setup-test
	$(PY) -m ruff check
	$(PY) -m ruff format --check

types: setup-test
	$(PY) -m mypy

golden: setup-test
	TIFA_UPDATE_GOLDEN=1 $(PY) -m pytest -q

bench: setup-test
	$(PY) benchmarks/matching.py
	$(PY) benchmarks/search.py
	$(PY) benchmarks/builds.py --reports 100 --runs 3
	$(PY) benchmarks/builds.py --reports 100 --runs 3 --glossaries
	$(PY) benchmarks/builds.py --reports 100 --preview
	$(PY) benchmarks/planting.py
	OMP_NUM_THREADS=1 $(PY) benchmarks/alignment.py $(if $(SETS),--sets $(SETS))

fuzz: setup-test
	TIFA_EXAMPLES=$(or $(EXAMPLES),20000) $(PY) -m pytest -q tests/fuzz
	@$(PY) -c "import atheris" 2>/dev/null || { echo "atheris is not installed; the guided targets were left out" >&2; exit 0; }; \
	for target in $(or $(TARGET),$$(ls tests/fuzz/corpora)); do \
	  mkdir -p build/fuzz/$$target; \
	  $(PY) tests/fuzz/guided.py $$target build/fuzz/$$target tests/fuzz/corpora/$$target -artifact_prefix=build/fuzz/ \
	    -max_total_time=$(or $(TIME),60) -timeout=20 -rss_limit_mb=3000 -max_len=2000 || exit 1; done

kills: setup-test
	TIFA_KILLS=$(or $(KILLS),200) $(PY) -m pytest -q tests/test_lost_work.py

mutants: setup-test
	$(PY) tools/mutants.py $(PART) $(if $(ALL),--all --keep build/mutants.tsv) $(if $(SAMPLE),--sample $(SAMPLE))

# --strict: a package that the database does not know is an error, not a pass
audit:
	uv tool run pip-audit --strict --disable-pip --require-hashes -r requirements/site.txt -r requirements/test.txt

licences: setup-test
	$(PY) tools/licences.py

lock:
	uv lock --upgrade
	uv export -q --no-emit-project --no-header --no-annotate --no-group test --group build --extra import -o requirements/site.txt
	uv export -q --no-emit-project --no-header --no-annotate --all-groups --all-extras -o requirements/test.txt

clean:
	rm -rf .venv site build .pytest_cache .mypy_cache .ruff_cache .hypothesis plugins/*.egg-info

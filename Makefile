# Everything a newcomer needs; each target may be run again at any time.
#   PORT      where `make run` serves (default 8000)
#   DATA_DIR  where data is kept (default var/)
#   PYTHON    which Python to begin with (default: the first on PATH that is new enough)

.PHONY: help run test lint bench setup
.DEFAULT_GOAL := help

# The tests have servers of their own, which need not survive a power cut.
TEST_ENVIRONMENT = TRIAL=true TRIAL_DURABLE=false DATA_DIR="$${DATA_DIR:-var}/test"

define find_python
for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11); do \
    "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && break; \
    python=; \
done; \
[ -n "$$python" ] || { echo "Python 3.11 to 3.14 is needed and was not found: install one, or name it: make $@ PYTHON=/path/to/python" >&2; exit 1; }
endef

help: ## Show this list
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/make \1	\2/p' Makefile

run: ## Set up what is missing and serve the product with demo data at http://localhost:8000/
	@$(find_python); exec "$$python" -I stottekontakt/embedded/setup.py run

setup: ## Set up what the tests need, and run nothing
	@$(find_python); "$$python" -I stottekontakt/embedded/setup.py test

test: setup lint ## Run all checks and tests
	@$(TEST_ENVIRONMENT) .venv/bin/python -m pytest -n 2

lint: setup ## Check style, types and layers
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m ruff format --check .
	@$(TEST_ENVIRONMENT) .venv/bin/python -m mypy .
	@.venv/bin/python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

bench: setup ## Measure our own scenarios as ratios of one run (RECIPIENTS=20000)
	@$(TEST_ENVIRONMENT) .venv/bin/python manage.py bench --recipients $${RECIPIENTS:-20000}

# make demo and make test need git, make and Python >= 3.11; the environment is made when it is missing.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
SCALE  ?= 100000

.PHONY: demo test check lint bench clean

demo: $(READY)
	@$(BIN)/muster demo

test: $(READY)
	@$(BIN)/python -m pytest -m "not slow"

check: lint
	@$(BIN)/python -m pytest --durations=10

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY)
	@$(BIN)/python -m tests.benchmarks --scale $(SCALE)

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info

# uv where it is on PATH. Else venv and pip; Debian without python3-venv has no ensurepip, and its
# venv is then filled by the system's pip.
$(READY): pyproject.toml constraints.txt
	@echo "Making the environment in $(VENV) (half a minute, once) ..."
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --clear --python $(PYTHON) $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python --constraints constraints.txt -e '.[serve,parquet,dev]'; \
	else \
	  { $(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip $(VENV); } && \
	  $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check \
	    --constraint constraints.txt -e '.[serve,parquet,dev]'; \
	fi
	@touch $@

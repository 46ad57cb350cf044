# Everything a person types. `make run` and `make test` need nothing but bash, make and a network the first time.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run restart demo shell test phone ring phone-test lint bench faults fuzz audit train reader setup phone-setup lock format clean

PATH := $(CURDIR)/.venv/bin:$(PATH)

# Set here and nowhere else. One thread: the models are small, and more threads than cores make every caller wait.
export PATH
export OMP_NUM_THREADS ?= 1
export TZ ?= Asia/Shanghai
export PYTHONUNBUFFERED ?= 1
export PYTHONUTF8 ?= 1
export PYTHONWARNINGS ?= ignore
export RASA_TELEMETRY_ENABLED ?= false
export SANIC_WORKERS := 1
export SQLALCHEMY_SILENCE_UBER_WARNING ?= 1
export TF_CPP_MIN_LOG_LEVEL ?= 3

help: ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

setup: ## make .venv with Python 3.10 and the locked libraries
	@runtime/environment.sh

phone-setup: setup ## make .venv-phone, the voice gateway's own environment, and bring the telephone exchange
	@runtime/environment.sh .venv-phone tests/phone/requirements.lock
	@phone/exchange/install.sh "$${EXCHANGE_DIR:-var/exchange}/programs"

train: setup ## train the model, if its sources have changed
	@python -m runtime.train

run: setup ## set up what is missing and start everything; Ctrl-C stops it. WORKERS=N: N bots behind one address
	@exec python -m runtime.run

restart: setup ## restart the servers of a running `make run WORKERS=N`, one after the other, without a lost turn
	@python -m runtime.several.restart

demo: setup ## the same with a month of made-up reports in a database of its own, var/demo
	@exec python -m runtime.demo

phone: phone-setup ## the bot with a telephone in front of it: prints the number to ring
	@exec python -m runtime.phone

ring: phone-setup ## ring it with a recorded caller, and keep what was heard in var/
	@.venv-phone/bin/python -m tests.phone.ring

shell: setup ## talk to the bot in the terminal
	@exec python -m runtime.shell

test: setup phone-setup ## set up what is missing and run every test
	@$(MAKE) --no-print-directory lint
	@python -m runtime.train
	@echo "==> Checking the training data" && python -m runtime.quietly runtime.validate
	@echo "==> Ringing the telephone" && .venv-phone/bin/python -m pytest --confcutdir=tests/phone tests/phone -m "not long"
	@echo "==> Running the tests" && python -m pytest

phone-test: phone-setup ## every test of the telephone, also the long ones
	@python -m runtime.train
	@.venv-phone/bin/python -m pytest --confcutdir=tests/phone tests/phone

lint: setup ## ruff and mypy
	@echo "==> Linting" && ruff check . && ruff format --check . && mypy

format: setup ## let ruff put the code in order
	@ruff format . && ruff check --fix .

bench: setup ## measure, as one table
	@python -m runtime.train
	@exec python -m bench

faults: setup ## break every part under callers, on one server and on two, and print what they heard and what is on disk
	@python -m runtime.train
	@exec python -m bench.faults

fuzz: setup ## send 10,000 requests nobody would send to every door; fails on a 5xx or a dead process
	@python -m runtime.train
	@exec python -m bench.fuzz

audit: setup ## check the locks against known vulnerabilities; fails on anything that could not be looked up
	@runtime/environment.sh .venv-audit runtime/audit/requirements.lock
	@python -m runtime.audit

reader: setup ## learn the weights of the reader anew (a quarter of an hour)
	@bench/reader/learn.sh

lock: setup ## turn requirements.in into requirements.lock
	@uv pip compile --quiet --python-version 3.10 --generate-hashes --no-header --no-annotate \
	    --override requirements.override requirements.in --output-file requirements.lock
	@for folder in phone tests/phone; do uv pip compile --quiet --python-version 3.10 --generate-hashes --no-header \
	    --no-annotate $$folder/requirements.in --output-file $$folder/requirements.lock; done
	@uv pip compile --quiet --python-version 3.10 --generate-hashes --no-header --no-annotate \
	    bench/reader/requirements.in --output-file bench/reader/requirements.lock
	@uv pip compile --quiet --python-version 3.10 --generate-hashes --no-header --no-annotate \
	    runtime/audit/requirements.in --output-file runtime/audit/requirements.lock

clean: ## remove all that make can make again; the database in var/ stays
	@rm -rf .venv .venv-audit .venv-phone .venv-reader .tool .environment.lock .rasa models .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Plenary. `make` alone prints what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo chaos start test check types lint format docs unit int e2e fuzz bench bench-glass bench-glass-chat bench-start sizes bench-switch bench-join bench-page bench-ladder bench-origin bench-faults bench-room bench-soak validate loadtest clean
run := . scripts/env.sh &&
quick := $(if $(QUICK),--quick)

help: ## what there is
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## set up, start Plenary and a synthetic presenter; prints the links
	@scripts/setup.sh run
	@$(run) exec node main.ts demo

start: ## set up and start Plenary without the presenter
	@scripts/setup.sh run
	@$(run) exec node main.ts start

test: ## set up, then everything: types, lint, unit, integration, browser
	@scripts/setup.sh test
	@$(run) scripts/test.sh

check: ## the quick half of test: types, lint, format, unit
	@scripts/setup.sh run
	@$(run) scripts/test.sh check

types: ## the compiler alone
	@$(run) tsc -p . && tsc -p player && tsc -p studio && tsc -p loadtests

lint: ## lint with the import fences, and format
	@$(run) oxlint --type-aware && biome format .

docs: ## write docs/errors.md, docs/configuration.md and .env.example from the program
	@$(run) node command/documents/write.ts

format: ## write the format
	@$(run) biome format --write .

unit: ## unit tests alone
	@$(run) vitest run --project unit

int: ## tests against the real ffmpeg, sockets and stores
	@scripts/setup.sh test
	@$(run) vitest run --project int

e2e: ## a real encoder in, a real browser out
	@scripts/setup.sh test
	@$(run) vitest run --project wire --project e2e

fuzz: ## 100,000 malformed cases against ingest, 20,000 against the room
	@scripts/setup.sh run
	@$(run) INGEST_FUZZ_CASES=100000 ROOM_FUZZ_CASES=20000 vitest run --project int ingest/fuzz room/fuzz

chaos: ## 200 seeded schedules of Redis and nodes that die, against two nodes of one room
	@scripts/setup.sh test
	@$(run) CHAOS_SCHEDULES=200 vitest run --project int room/chaos

bench: sizes bench-start bench-glass bench-switch bench-join bench-page bench-ladder bench-faults bench-origin bench-room bench-soak ## every figure of docs/measurements.md (about an hour; nothing else running)

bench-glass: ## glass-to-glass latency by the true picture, also over long lines; QUICK=1 (of every bench): a minute
	@scripts/setup.sh test
	@$(run) node e2e/bench/glass.ts $(quick)

bench-glass-chat: ## the same without and with 2,000 people in the room
	@scripts/setup.sh test
	@$(run) node e2e/bench/glass.ts --only chat $(quick)

bench-switch: ## what a change of quality shows and sounds like
	@scripts/setup.sh test
	@$(run) node e2e/bench/switch.ts $(quick)

bench-join: ## from the encoder's connect to a playlist, from a click to a frame
	@scripts/setup.sh test
	@$(run) node e2e/bench/join.ts $(quick)

bench-page: ## what the watch page weighs: cold loads, the main thread while a room talks, memory over ten minutes
	@scripts/setup.sh test
	@$(run) node e2e/bench/page.ts $(quick)

bench-start: ## how long `make demo` takes when everything is set up
	@scripts/setup.sh run
	@$(run) node e2e/bench/start.ts $(quick)

sizes: ## what a viewer's browser fetches, beside its budget
	@scripts/setup.sh run
	@$(run) node e2e/bench/sizes.ts

bench-ladder: ## how many times real time the ladder encodes
	@scripts/setup.sh run
	@$(run) node e2e/bench/ladder.ts $(quick)

bench-faults: ## ffmpeg and presenter killed again and again under a viewer's eyes
	@scripts/setup.sh test
	@$(run) node e2e/bench/faults.ts $(quick)

bench-origin: ## 2,000 held requests released, playlists and segments a second beside nginx
	@scripts/setup.sh bench
	@$(run) node e2e/bench/origin.ts $(quick)

bench-room: ## what a room carries: 10,000 sockets, messages, votes, slow readers, beside a naive server
	@scripts/setup.sh run
	@$(run) ulimit -n $$(ulimit -Hn) && node room/load/bench-room.ts $(if $(QUICK),--sockets 2000 --seconds 10)

bench-soak: ## memory of each process over twenty minutes
	@scripts/setup.sh test
	@$(run) node e2e/bench/soak.ts $(quick)

validate: ## the strict playlist validator, ten minutes with a presenter who drops once; URL=… for another stream
	@scripts/setup.sh test
	@$(run) node e2e/bench/validate-live.ts $(URL) --minutes $(or $(MINUTES),10)

loadtest: ## k6 scenarios against this machine, or TARGET=https://… SLUG=…; loadtests/README.md
	@scripts/setup.sh run
	@scripts/install-k6.sh
	@$(run) scripts/loadtest.sh $(SCENARIOS)

clean: ## remove what was built and installed here (recordings in data/ stay)
	rm -rf node_modules player/dist studio/dist .cache

# Everything a developer does here. `make run` needs Python 3.11 or newer with venv, make, and nothing else.
# A stamp file remembers what is installed: a second run of any target installs nothing.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
UV := VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/uv/bin/uv --quiet
ROOMS := graph queries store imports delivery exports flows api cli bench

# Each worker of the tests has a Neo4j of its own, of up to 4 GB.
WORKERS ?= 2

UV_READY := $(VENV)/.uv-ready
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
CODEGEN_READY := $(VENV)/.codegen-ready
SEMGREP_READY := $(VENV)/.semgrep-ready
MUTATION_READY := $(VENV)/.mutation-ready
SEMGREP := $(VENV)/semgrep/bin/semgrep scan --config .semgrep.yml --metrics=off --disable-version-check --quiet

# A stamp is worth nothing once the Python it was made with is gone.
ifneq ($(shell $(BIN)/python -c 'print("ok")' 2>/dev/null),ok)
.PHONY: $(UV_READY)
endif

.PHONY: help
help: ## эта справка
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: $(RUN_READY) ## всё одной командой: база, показательные данные, сервер
	@$(BIN)/orientir run

.PHONY: demo
demo: $(RUN_READY) ## показательная сеть в базе, без сервера
	@$(BIN)/orientir demo

.PHONY: test
test: $(DEV_READY) $(SEMGREP_READY) ## все проверки поведения, на настоящей базе; WORKERS=2 — сколько их идёт сразу
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: check
check: $(DEV_READY) $(SEMGREP_READY) ## стиль, типы, границы комнат, безопасность, свежесть документов
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/bandit --quiet --severity-level medium --recursive $(ROOMS) scripts
	$(SEMGREP) --error .
	$(BIN)/orientir docs --check

PEER_READY := bench/graphql/peer/node_modules/.package-lock.json

.PHONY: bench
bench: $(DEV_READY) $(PEER_READY) ## замеры GraphQL рядом с другими способами; нужен Node.js 20+
	@$(BIN)/python -m bench.graphql

$(PEER_READY): bench/graphql/peer/package-lock.json
	@cd bench/graphql/peer && npm ci --silent --ignore-scripts

.PHONY: bench-national
bench-national: $(DEV_READY) ## замеры на сети всей страны: загрузка (20 минут), проверка, пути
	@$(BIN)/python -m bench.national

.PHONY: bench-growth
bench-growth: $(DEV_READY) ## во сколько раз растёт работа от 100 000 до 1 000 000 участников; сети остаются
	@$(BIN)/python -m bench.growth

.PHONY: bench-limit
bench-limit: $(DEV_READY) ## та же сеть загрузкой самого Neo4j, предел для любой загрузки; сеть от bench-growth
	@$(BIN)/python -m bench.limit

.PHONY: soak
soak: $(DEV_READY) ## двести человек сразу двадцать минут, рядом проверки, отчёты и нарушитель; сеть от bench-growth
	@$(BIN)/python -m bench.soak

.PHONY: bench-pages
bench-pages: $(DEV_READY) ## замер страниц по ролям на сети, что оставил bench-national: время и обращения к базе
	@$(BIN)/python -m bench.pages

.PHONY: bench-imports
bench-imports: $(DEV_READY) ## замер загрузки: 100 000 участников из файла в граф
	@$(BIN)/python -m bench.imports

.PHONY: drill
drill: $(DEV_READY) ## сбои по-настоящему, каждый DRILL раз (20): убитые процессы и база, двое сразу, опоздание
	@DRILL=$${DRILL:-20} $(BIN)/python -m pytest -q tests/flows/test_faults.py tests/graph/imports/test_killed.py \
		tests/graph/imports/test_malformed_rows.py tests/faults

.PHONY: mutation
mutation: $(DEV_READY) $(MUTATION_READY) ## проверка проверок: портит решающее по одному месту; MUTATE="scope days" — часть
	@PYTHONPATH=$(VENV)/mutation $(BIN)/python scripts/mutation.py $(MUTATE)

.PHONY: guide
guide: $(DEV_READY) ## картинки руководства заново: их снимают проверки страниц в браузере
	@ORIENTIR_PICTURES=1 $(BIN)/python -m pytest -q tests/web

.PHONY: format
format: $(DEV_READY) ## привести код к общему виду
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: docs
docs: $(RUN_READY) ## переписать документы по объявлениям и таблицу настроек в README
	$(BIN)/orientir docs

.PHONY: client
client: $(DEV_READY) $(CODEGEN_READY) ## заново написать клиент GraphQL для программ (orientir_client)
	@$(BIN)/python scripts/generate_client.py $(VENV)/codegen

.PHONY: lock
lock: $(UV_READY) ## заново закрепить версии и отпечатки всех пакетов
	UV="$(VENV)/uv/bin/uv" sh scripts/lock.sh

.PHONY: secrets
secrets: ## пароли для docker compose, один раз
	@sh docker/make_secrets.sh

.PHONY: clean
clean: ## удалить установленное и кэши; данные в .orientir остаются
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	find $(ROOMS) orientir_client tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# uv lives in a small environment of its own: syncing the main one would otherwise remove it.
$(UV_READY): requirements-uv.txt
	@set -e; python="$$(PYTHON='$(PYTHON)' sh scripts/find_python.sh)"; \
	echo "Готовлю $(VENV) ($$python)…"; \
	$(BIN)/python -c 1 2>/dev/null || "$$python" -m venv --without-pip --clear $(VENV); \
	rm -rf $(VENV)/uv $(RUN_READY) $(DEV_READY); \
	"$$python" -m venv $(VENV)/uv
	@$(VENV)/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements-uv.txt
	@touch $@

$(RUN_READY): $(UV_READY) requirements.txt pyproject.toml
	@echo "Ставлю пакеты по отпечаткам из requirements.txt…"
	@rm -f $(DEV_READY)
	@$(UV) pip sync --require-hashes requirements.txt
	@$(UV) pip install --no-deps --no-build-isolation --editable .
	@touch $@

# The developer's list holds all of the running one, so its stamp counts for both.
$(DEV_READY): $(UV_READY) requirements-dev.txt pyproject.toml
	@echo "Ставлю пакеты разработчика по отпечаткам из requirements-dev.txt…"
	@$(UV) pip sync --require-hashes requirements-dev.txt
	@$(UV) pip install --no-deps --no-build-isolation --editable .
	@touch $(RUN_READY) $@

# The client's generator needs another graphql-core than the API, so it lives apart as uv does.
$(CODEGEN_READY): $(UV_READY) requirements-codegen.txt
	@echo "Ставлю генератор клиента по отпечаткам из requirements-codegen.txt…"
	@rm -rf $(VENV)/codegen
	@$(BIN)/python -m venv --without-pip $(VENV)/codegen
	@VIRTUAL_ENV=$(CURDIR)/$(VENV)/codegen $(VENV)/uv/bin/uv --quiet pip sync --require-hashes \
		requirements-codegen.txt
	@touch $@

# Its pinned libraries are not ours, so it lives apart too.
$(SEMGREP_READY): $(UV_READY) requirements-semgrep.txt
	@echo "Ставлю semgrep по отпечаткам из requirements-semgrep.txt…"
	@rm -rf $(VENV)/semgrep
	@$(BIN)/python -m venv --without-pip $(VENV)/semgrep
	@VIRTUAL_ENV=$(CURDIR)/$(VENV)/semgrep $(VENV)/uv/bin/uv --quiet pip sync --require-hashes \
		requirements-semgrep.txt
	@touch $@

# Read beside the developer's packages, of the same versions: what is spoiled runs among those.
$(MUTATION_READY): $(DEV_READY) requirements-mutation.txt
	@echo "Ставлю mutmut по отпечаткам из requirements-mutation.txt…"
	@rm -rf $(VENV)/mutation
	@$(VENV)/uv/bin/uv --quiet pip sync --require-hashes --python $(BIN)/python \
		--target $(VENV)/mutation requirements-mutation.txt
	@touch $@

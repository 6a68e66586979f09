"""`docs/flows.md`, made of the catalogue. Text out; nothing here reads or writes a file."""

from __future__ import annotations

from flows.catalogue import CATALOGUE, Entry
from flows.deploy import at_a_time
from flows.timing import asks_the_clock, in_words
from graph.document import markdown_table

EVERY_ZONE = "каждого региона"

_HEAD = """\
# Процессы по расписанию

Этот файл пишет `orientir docs` по `flows/catalogue.py` и `flows/document.py`; правьте их, а не
его.

Каждый процесс можно выполнить и вручную, с `--dry-run` он только скажет, что сделал бы:

```sh
orientir flows list
orientir flows run scan --region RU-TA --as-of 2019-10-01 --dry-run
```

В параметрах, журнале и таблицах Prefect — только номера и числа; персональных данных там нет.
"""

_TAIL = """\
## Запуск одной командой

`orientir flows serve` поднимает свой сервер Prefect (SQLite в папке данных, страницы на
<http://127.0.0.1:4200>) и выполняет всё по расписанию, пока его не остановят. Наружу он не
обращается: телеметрия Prefect выключена, и включить её настройкой Prefect нельзя.

## Свой сервер Prefect и исполнители

Сервер — любой Prefect 3.8, его адрес — в `PREFECT_API_URL`:

```sh
export PREFECT_API_URL=http://prefect:4200/api
orientir flows deploy                  # сообщить расписания, убрать те, которых больше нет
orientir flows work                    # исполнитель; сколько нужно, на любых машинах
orientir flows work --health-port 8081 # ещё один на той же машине
```

`deploy` трогает только то, что само и завело (метка `orientir`), и повторять его можно сколько
угодно. Исполнитель пула процессов сообщает расписания и сам, поэтому в `docker compose` отдельной
команды нет. Каждый запуск достаётся одному исполнителю. Если двое всё же делают одно и то же,
регион они записывают по очереди, и второй ничего не меняет.

Каждый запуск в своём контейнере — пул вида docker или kubernetes. Исполнителю такого пула нужен
пакет `prefect-docker` или `prefect-kubernetes`, запускам — образ из `docker/Dockerfile` и общий
Neo4j:

```sh
export ORIENTIR_NEO4J_URI=neo4j://neo4j:7687
export ORIENTIR_NEO4J_PASSWORD_FILE=/run/secrets/neo4j_password
orientir flows deploy --pool containers --type docker --image orientir:0.1.0 \\
  --set 'networks=["orientir_graph","orientir_prefect"]' \\
  --set 'volumes=["/srv/orientir/secrets:/run/secrets:ro"]'
pip install prefect-docker && orientir flows work --pool containers

orientir flows deploy --pool cluster --type kubernetes --image registry/orientir:0.1.0 \\
  --set namespace=orientir
pip install prefect-kubernetes && orientir flows work --pool cluster
```

Контейнер получает заданные переменные `ORIENTIR_…`, кроме секретов: они остались бы в базе
Prefect. Секрет дают файлом (`ORIENTIR_NEO4J_PASSWORD_FILE`): том docker, Secret Kubernetes в
шаблоне пула (`prefect work-pool update cluster --base-job-template шаблон.json`). Шаблон пула,
который уже есть, `deploy` не меняет. Пул другого вида — другое имя: `--pool`.

## Если что-то не выполнилось

- **Машина была выключена в 06:00.** Prefect помнит несколько ближайших запусков каждого
  расписания и начинает пропущенные сразу после включения. Первый делает всё, что накопилось, как
  на сейчас; остальные ничего не меняют. Следующий день — по расписанию.
- **Запуск на три дня позже** поднимает ровно то, чему срок пришёл сегодня: о каждой ступени,
  которую пропустили, отдельно не сообщает, но и не теряет последнюю.
- **Убит запуск.** Регион либо записан целиком, либо не записан вовсе; остальное сделает следующий
  запуск. Проверку, которая в свой день не дошла до конца, в течение часа наверстает дозор
  (столбец «наверстано проверок»).
- **Убит сервер вместе с запуском.** `orientir flows serve` при старте начинает прерванные запуски
  заново и освобождает занятые ими места. На своём сервере Prefect места освобождаются за пять
  минут, если он помнит их на диске: `PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE` —
  `prefect.server.concurrency.lease_storage.filesystem`, `PREFECT_HOME` — на томе.
- **База не отвечает.** Задача региона повторяется (столбец «повторы»), потом запуск считается
  неудачным, и регионы, где не вышло, названы в журнале; другие регионы сделаны.
- **Часы перевели назад.** Проверка не пишет прошлого: раньше последней записанной она откажет до
  тех пор, пока часы не догонят. Поднятое однажды второй раз не поднимается.

Чем это показано — [docs/reliability.md](reliability.md).
"""


def flows_document() -> str:
    """All of `docs/flows.md`."""
    heads = ("процесс", "что делает", "когда", "по часам", "расписаний", "сразу", "повторы")
    table = markdown_table(heads, [_row(entry) for entry in CATALOGUE])
    note = (
        "«Сразу» — сколько запусков могут идти одновременно; лишний отменяется. "
        "«Повторы» — задачи, которой не ответила база: сколько раз и через сколько секунд.\n"
    )
    return "\n".join([_HEAD, "## Какие есть\n", table, note, _TAIL])


def _row(entry: Entry) -> tuple[str, ...]:
    delays = ", ".join(f"{delay:g}" for delay in entry.retry_delays_seconds)
    times = dict.fromkeys(in_words(schedule.cron) for schedule in entry.schedules)
    return (
        f"`{entry.name}`",
        entry.about,
        "; ".join(times),
        zones_of(entry),
        str(len(entry.schedules)),
        str(at_a_time(entry)),
        f"{entry.retries} ({delays})" if entry.retries else "нет",
    )


def zones_of(entry: Entry) -> str:
    """By whose clock, if that matters: of one zone its name, of all with regions one phrase."""
    zones = {one.zone for one in entry.schedules if asks_the_clock(one.cron)}
    if len(zones) > 1:
        return EVERY_ZONE
    return zones.pop() if zones else "—"

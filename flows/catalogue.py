"""Every flow of the project: its name, function, schedules, concurrency and retries.

A plain list that costs nothing to read: functions are named by path and imported when needed. Every
flow takes `regions` (ids), `as_of` (text, see flows.moment) and `dry_run`, never personal data,
and returns rows (one a region, see flows.by_region) with the keys of its entry's `columns`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from graph.data.region import regions
from graph.errors import InputError
from queries.rules.daily import HOUR

if TYPE_CHECKING:
    from prefect import Flow

DAILY_AT_SIX = f"0 {HOUR} * * *"
# It is minute 15 in all zones of the country at once: one run does what one for each would.
HOURLY_AT_15 = "15 * * * *"
HOURLY_AT_45 = "45 * * * *"
# The later hours are for a machine that wasn't there at nine; a digest is sent once a day.
MORNINGS = "0 9-12 * * *"
EVERY_TWO_MINUTES = "*/2 * * * *"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one deployment runs: `cron` on the clock of `zone` (IANA), with these parameters."""

    name: str
    cron: str
    zone: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One flow.

    `function` is `module:name`. `concurrency` is how many runs of one schedule may go at a time: a
    further one is cancelled, for it would do the same. `retries` are of one region's task. `table`
    heads the table of its rows on Prefect's pages.
    """

    name: str
    function: str
    about: str
    schedules: tuple[Schedule, ...]
    columns: Mapping[str, str]
    table: str = ""
    concurrency: int = 1
    retries: int = 2
    retry_delays_seconds: tuple[float, ...] = (5, 30)

    def flow(self) -> Flow[..., Any]:
        """The flow itself; imports Prefect."""
        module, name = self.function.split(":")
        return cast("Flow[..., Any]", getattr(importlib.import_module(module), name))


def entry(name: str) -> Entry:
    """The flow of this name; InputError naming those there are."""
    for candidate in CATALOGUE:
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in CATALOGUE)
    raise InputError(f"Нет процесса «{name}». Есть: {known}.")


def slug(zone: str) -> str:
    """A zone's name as Prefect allows names: Europe/Moscow → europe-moscow."""
    return zone.lower().replace("/", "-").replace("_", "-")


def _every_zone(cron: str) -> tuple[Schedule, ...]:
    """One schedule a time zone; which regions live in it is asked of the graph at run time."""
    zones = sorted({region.iana_tz for region in regions()})
    return tuple(Schedule(slug(z), cron, z, MappingProxyType({"zone": z})) for z in zones)


def _in_moscow(cron: str) -> tuple[Schedule, ...]:
    """One schedule for the whole graph."""
    return (Schedule("moscow", cron, "Europe/Moscow", MappingProxyType({})),)


SCAN = Entry(
    name="scan",
    function="flows.scan:scan",
    about="Проверка регионов: открывает, закрывает и обновляет пробелы",
    schedules=_every_zone(DAILY_AT_SIX),
    columns=MappingProxyType(
        {
            "region": "регион",
            "as_of": "на момент",
            "opened": "открыто",
            "closed": "закрыто",
            "reopened": "открыто снова",
            "open_gaps": "всего",
        }
    ),
    table="Пробелы по регионам",
)

WATCH = Entry(
    name="watch",
    function="flows.watch:watch",
    about="Что скоро станет пробелом; оповещения о том, чему пришёл срок",
    schedules=_in_moscow(HOURLY_AT_15),
    columns=MappingProxyType(
        {
            "region": "регион",
            "as_of": "на момент",
            "made_up": "наверстано проверок",
            "foreseen": "скоро срок",
            "averted": "исполнено в срок",
            "redated": "срок изменён",
            "raised": "поднято оповещений",
            "undeliverable": "некому доставить",
            "cleared": "снято оповещений",
        }
    ),
    table="Скоро срок и оповещения по регионам",
)

ANSWERS = Entry(
    name="answers",
    function="flows.answers:answers",
    about="Часы ответа: запросы куратора и обращения граждан, чей срок идёт по рабочим дням",
    schedules=_in_moscow(HOURLY_AT_45),
    columns=MappingProxyType(
        {
            "region": "регион",
            "as_of": "на момент",
            "opened": "просрочено",
            "closed": "закрыто",
            "open_gaps": "всего без ответа в срок",
            "raised": "поднято оповещений",
        }
    ),
    table="Ответы в срок по регионам",
)

DIGEST = Entry(
    name="digest",
    function="flows.digest:digest",
    about="Сводка: одно сообщение человеку в рабочий день, что делать сначала",
    schedules=_every_zone(MORNINGS),
    columns=MappingProxyType(
        {
            "person": "кому",
            "kind": "вид",
            "deliveries": "оповещений",
            "dropped": "больше не нужно",
            "state": "что сделано",
        }
    ),
    table="Сводки по исходам",
)

OUTBOX = Entry(
    name="outbox",
    function="flows.outbox:outbox",
    about="Срочные сообщения и повторы того, что не ушло с первого раза",
    schedules=(Schedule("outbox", EVERY_TWO_MINUTES, "Europe/Moscow", MappingProxyType({})),),
    columns=DIGEST.columns,
    table="Срочное и повторы по исходам",
)

RETENTION = Entry(
    name="retention",
    function="flows.retention:retention",
    about="Уничтожение данных детей, чьё согласие отозвано или в чьём отказано, с актом",
    schedules=_every_zone("0 3 * * *"),
    columns=MappingProxyType(
        {
            "region": "регион",
            "as_of": "на момент",
            "children": "детей",
            "records": "записей",
            "values": "значений и связей",
            "files": "файлов",
        }
    ),
    table="Уничтожено данных по регионам",
)

EXPIRY = Entry(
    name="expiry",
    function="flows.expiry:expiry",
    about="Что скоро закончится само: согласия, лицензии, договоры, квалификации",
    schedules=_every_zone("30 6 * * *"),
    columns=MappingProxyType(
        {
            "region": "регион",
            "as_of": "на момент",
            "coordinators": "договоров координатора",
            "consents": "согласий",
            "licences": "лицензий",
            "contracts": "договоров площадок",
            "qualifications": "документов наставников",
            "raised": "поднято оповещений",
        }
    ),
    table="Скоро закончится по регионам",
)

RECONCILE = Entry(
    name="reconcile",
    function="flows.reconcile:reconcile",
    about="Сверка согласий: что говорит школа и что есть на платформе",
    schedules=_every_zone("45 6 * * *"),
    columns=MappingProxyType(
        {
            "region": "регион",
            "as_of": "на момент",
            "schools": "школ с расхождением",
            "school_only": "есть только у школы",
            "platform_only": "есть только на платформе",
        }
    ),
    table="Расхождения согласий по регионам",
)

DRAFTS = Entry(
    name="drafts",
    function="flows.drafts:drafts",
    about="Черновики отчётов, чей срок близко; представляет отчёт только человек",
    schedules=_every_zone("0 7 * * *"),
    columns=MappingProxyType(
        {
            "region": "регион",
            "as_of": "на момент",
            "drafts": "черновиков",
            "forms": "№ отчётов",
        }
    ),
    table="Черновики отчётов по регионам",
)

IMPORT_WATCH = Entry(
    name="import-watch",
    function="flows.import_watch:import_watch",
    about="Загрузка таблиц из папки ORIENTIR_IMPORT_FOLDER; прерванные загрузки продолжаются",
    schedules=_in_moscow("*/10 * * * *"),
    columns=MappingProxyType(
        {
            "region": "регион",
            "as_of": "на момент",
            "loaded": "файлов загружено",
            "known": "уже были",
            "refused": "не загружено",
            "created": "строк создано",
            "updated": "строк обновлено",
        }
    ),
    table="Загружено из папки по регионам",
)

BACKUP = Entry(
    name="backup",
    function="flows.backup:backup",
    about="Копия графа; хранятся несколько последних",
    schedules=_in_moscow("0 2 * * *"),
    columns=MappingProxyType(
        {
            "file": "файл",
            "nodes": "записей",
            "links": "связей",
            "megabytes": "МБ",
            "deleted": "удалено старых",
            "quiet": "в граф писали",
        }
    ),
    table="Копия графа",
)

RESTORE_DRILL = Entry(
    name="restore-drill",
    function="flows.backup:restore_drill",
    about="Учение: новейшая копия восстанавливается в отдельный Neo4j и сверяется",
    schedules=_in_moscow("0 5 * * 0"),
    columns=MappingProxyType(
        {
            "file": "файл",
            "nodes": "записей",
            "links": "связей",
            "lost_links": "связей без конца",
            "audit_entries": "записей журнала",
            "equal": "сошлось",
        }
    ),
    table="Учение: восстановление копии",
)

TIDY = Entry(
    name="tidy",
    function="flows.tidy:tidy",
    about="Уборка: ключи повторов, старые входы и ключи автоматики, строки загрузок, ничьи файлы",
    schedules=_in_moscow("0 4 * * *"),
    columns=MappingProxyType(
        {
            "as_of": "на момент",
            "keys": "ключей повторов",
            "sign_ins": "входов",
            "tokens": "ключей автоматики",
            "sheets": "частей загрузок",
            "files": "файлов",
        }
    ),
    table="Убрано",
)

CATALOGUE: tuple[Entry, ...] = (
    SCAN,
    WATCH,
    ANSWERS,
    DIGEST,
    OUTBOX,
    RETENTION,
    EXPIRY,
    RECONCILE,
    DRAFTS,
    IMPORT_WATCH,
    BACKUP,
    RESTORE_DRILL,
    TIDY,
)

"""`orientir demo`: an invented network in the graph, and the ledger of what is broken in it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.demo_loading import (
    LEDGER_FILE,
    REGIONS,
    SEED,
    STUDENTS,
    Loaded,
    demo_plan,
    load_demo,
    require_writable,
)
from cli.output import print_json, print_rows, say
from graph.errors import InputError

if TYPE_CHECKING:
    from graph.demo import Plan
    from graph.session import Graph


def demo(
    regions: Annotated[
        int,
        typer.Option(help="Регионов: Москва, Татарстан, Приморье, потом другие.", min=1, max=85),
    ] = REGIONS,
    students: Annotated[int, typer.Option(help="Участников во всех регионах.", min=1)] = STUDENTS,
    seed: Annotated[int, typer.Option(help="Зерно: из другого выходит другая сеть.")] = SEED,
    moment: Annotated[
        str | None,
        typer.Option(help="На какой день или момент; без него — полдень 1 ноября 2019, Москва."),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(help=f"Куда записать ведомость; без него — {LEDGER_FILE} в папке данных."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Удалить всё, что сейчас в базе.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Показать, что будет создано, и не записывать.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Для программ: JSON.")] = False,
) -> None:
    """Загрузить показательную сеть: места настоящие, люди выдуманные, нарушения известны.

    Что и где нарушено, записывается в ведомость. Те же параметры дают ту же сеть; повтор загружает
    её поверх себя, этим и завершают прерванную загрузку. `--yes` сначала удаляет всё, что в базе.
    День означает его конец, 24:00 по Москве или с указанным смещением: 2019-11-01+10:00.

    Примеры: `orientir demo`; `orientir demo --regions 85 --students 1000000 --seed 7 --yes`;
    `orientir demo --moment 2019-10-01T12:00+03:00 --ledger ведомость.json --json`;
    `orientir demo --regions 3 --dry-run`.
    """
    plan = demo_plan(regions, students, seed, moment)
    if dry_run:
        _show_plan(plan, as_json)
        return
    try:
        loaded = asyncio.run(_demo(plan, ledger, yes))
    except KeyboardInterrupt:
        say(f"Прервано. Завершить загрузку: та же команда{' без --yes' if yes else ''}.")
        raise
    _show_loaded(loaded, as_json)


async def _demo(plan: Plan, ledger: Path | None, yes: bool) -> Loaded:
    from graph import migrations
    from graph.opening import open_graph
    from graph.settings import settings
    from queries import clock
    from queries.account.demo import create_demo_accounts

    file = (ledger or settings().home / LEDGER_FILE).expanduser().absolute()
    require_writable(file)
    async with open_graph(settings()) as graph:
        await migrations.migrate(graph)
        await make_room(graph, plan, yes)
        loaded = await load_demo(graph, plan, file)
        accounts = await create_demo_accounts(graph, await clock.now(graph))
    say(f"Войти как {', '.join(accounts.logins)}; пароль в файле {accounts.file.absolute()}")
    return loaded


async def make_room(graph: Graph, plan: Plan, yes: bool) -> None:
    """Delete what the graph holds, if that is asked for; InputError if it holds something else."""
    from graph.demo import Target, erase, target
    from graph.writing import write_nodes

    found = await target(graph, plan)
    if found is Target.EMPTY or (found is Target.SAME_DEMO and not yes):
        return
    _require_consent(real=found is Target.OTHER_DATA, yes=yes)
    say("Удаляю прежние данные…")
    # Cut off now, the graph must not pass for a whole network.
    half = {"id": "graph", "demo_loaded_at": None}
    await graph.write(lambda writer: write_nodes(writer, "GraphRecord", [half]))
    await erase(graph)


def _require_consent(*, real: bool, yes: bool) -> None:
    """Another demo goes by `--yes`; real data, which nothing brings back, by an answer as well."""
    if not yes and real:
        raise InputError(
            "В базе есть данные, и это не показательная сеть. Ничего не изменено. "
            "Сохраните их (orientir db dump ФАЙЛ) или возьмите другую базу (ORIENTIR_HOME); "
            "удалить их и загрузить показательную сеть: --yes."
        )
    if not yes:
        raise InputError(
            "В базе другая показательная сеть. Ничего не изменено. Заменить её: --yes."
        )
    if real:
        question = (
            "В базе не показательная сеть, а НАСТОЯЩИЕ данные. Все они будут удалены без "
            "возможности вернуть. Удалить?"
        )
        typer.confirm(question, abort=True, err=True)


def _show_plan(plan: Plan, as_json: bool) -> None:
    from graph.demo.plan import quotas

    sizes = quotas(plan)
    rows = [
        {"region": r.iso_code, "name": r.display_name, "students": sizes[r.iso_code]}
        for r in plan.regions
    ]
    say(f"Пробный запуск: ничего не записано. Момент сети — {plan.moment:%d.%m.%Y %H:%M} UTC.")
    columns = {"region": "код", "name": "регион", "students": "участников"}
    print_rows(rows, columns, as_json=as_json)


def _show_loaded(loaded: Loaded, as_json: bool) -> None:
    cases = loaded.ledger.cases()
    if as_json:
        print_json(_summary(loaded))
    else:
        rows = [{"case": case, "units": units} for case, units in cases.items()]
        print_rows(rows, {"case": "нарушение", "units": "где, мест"}, as_json=False)
    say(f"Загружено строк {loaded.rows} за {loaded.seconds} с. Теперь проверьте её: orientir scan")


def _summary(loaded: Loaded) -> dict[str, Any]:
    ledger = loaded.ledger
    return {
        "regions": ledger.regions,
        "students": ledger.students,
        "seed": ledger.seed,
        "moment": ledger.moment,
        "rows": loaded.rows,
        "seconds": loaded.seconds,
        "cases": ledger.cases(),
        "ledger": str(loaded.ledger_file),
    }

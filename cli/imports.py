"""`orientir import …`: check, summary, confirm; nothing is written before the confirmation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import console, print_json, say

if TYPE_CHECKING:
    from imports.check import CheckedSheet
    from imports.kinds.school_list import SchoolRow
    from imports.schools import Comparison

app = typer.Typer(no_args_is_help=True, help="Загрузить таблицы: школы и другое.")

_SHOWN_PROBLEMS = 20


@app.callback()
def importing() -> None:
    """Загрузить таблицы: проверка, сводка, подтверждение."""


@app.command()
def schools(
    files: Annotated[list[Path], typer.Argument(help="Файлы CSV: один или несколько сразу.")],
    region: Annotated[str, typer.Option(help="Регион по ISO 3166-2.")] = "RU-MOW",
    check_only: Annotated[bool, typer.Option("--check", help="Только проверить.")] = False,
    good_rows: Annotated[
        bool, typer.Option("--good-rows", help="Загрузить верные строки без ошибочных.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Не спрашивать подтверждения.")] = False,
    problems: Annotated[bool, typer.Option("--problems", help="Показать все замечания.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Для программ: JSON.")] = False,
) -> None:
    """Загрузить список школ региона.

    Примеры: `orientir import schools школы.csv --check`;
    `orientir import schools сош.csv гимназии.csv лицеи.csv --region RU-MOW --yes`.
    """
    from imports.kinds.school_list import read

    sheet = read(files)
    comparison = asyncio.run(_compared(sheet, files, region))
    if not as_json:
        _show(sheet, comparison, problems)
    write = not check_only and _may_load(sheet, good_rows) and _agreed(comparison, yes)
    if write:
        asyncio.run(_loaded(comparison))
    if as_json:
        print_json(_as_json(sheet, comparison, write))
    else:
        say("Загружено." if write else "Ничего не записано.")
    if sheet.errors:
        raise typer.Exit(1)


def _may_load(sheet: CheckedSheet[SchoolRow], good_rows: bool) -> bool:
    if sheet.errors and not good_rows:
        say("В файлах ошибки. Исправьте их или загрузите верные строки: --good-rows.")
        return False
    return True


def _agreed(comparison: Comparison, yes: bool) -> bool:
    if not comparison.changed:
        say("Загружать нечего: все строки уже в графе.")
        return False
    return yes or typer.confirm("Записать?", err=True)


async def _compared(sheet: CheckedSheet[SchoolRow], files: list[Path], region: str) -> Comparison:
    from graph.opening import open_graph
    from graph.settings import settings
    from imports.schools import compare, fingerprint

    sha256 = fingerprint(files)
    async with open_graph(settings()) as graph:
        return await graph.read(lambda reader: compare(reader, region, sheet, sha256))


async def _loaded(comparison: Comparison) -> None:
    from graph.opening import open_graph
    from graph.settings import settings
    from imports.schools import load
    from queries import clock
    from queries.rules.scan import scan_region
    from queries.rules.touching import touched_by

    async with open_graph(settings()) as graph:
        at = await clock.now(graph)
        await graph.write(lambda writer: load(writer, comparison, at))
        rules = touched_by({"School", "Municipality"})
        found = await scan_region(graph, comparison.region, await clock.now(graph), rules=rules)
    say(f"Проверено правил о школах: {len(rules)}, открытых пробелов {found.open_gaps}.")


def _show(sheet: CheckedSheet[SchoolRow], comparison: Comparison, every: bool) -> None:
    out = console()
    for name, records in sheet.records_by_file.items():
        out.print(f"{name}: строк {records}")
    between = [group for group in sheet.duplicates if group.between_files]
    within = len(sheet.duplicates) - len(between)
    out.print(f"Повторы: между файлами — {len(between)}, внутри файлов — {within} групп")
    _show_problems(sheet, every)
    out.print(", ".join(f"{name}: {count}" for name, count in comparison.counts().items()))


def _show_problems(sheet: CheckedSheet[SchoolRow], every: bool) -> None:
    """Errors first; warnings only a few, unless all are asked for."""
    warnings = [p for p in sheet.problems if p not in set(sheet.errors)]
    listed = [*sheet.errors, *warnings]
    shown = listed if every else listed[:_SHOWN_PROBLEMS]
    for problem in shown:
        console().print(f"- {problem}", markup=False)
    if len(listed) > len(shown):
        say(f"…и ещё {len(listed) - len(shown)} замечаний; все: --problems.")


def _as_json(
    sheet: CheckedSheet[SchoolRow], comparison: Comparison, loaded: bool
) -> dict[str, Any]:
    return {
        "region": comparison.region,
        "files": dict(sheet.records_by_file),
        "counts": comparison.counts(),
        "loaded": loaded,
        "duplicates_between_files": sum(g.between_files for g in sheet.duplicates),
        "duplicates_within_files": sum(not g.between_files for g in sheet.duplicates),
        "problems": [
            {
                "file": p.sheet,
                "row": p.row,
                "column": p.column,
                "value": p.value,
                "what": p.what,
                "how_to_fix": p.how_to_fix,
                "severity": p.severity.value,
            }
            for p in sheet.problems
        ],
    }

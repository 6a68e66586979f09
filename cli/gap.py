"""`orientir gaps`, `trace`, `rules`: what is missing, why, and by which rule, in a terminal.

Whoever has the command line has the database, so these see all regions. No names of children here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from cli.output import console, print_json, print_rows, say
from graph.errors import InputError

if TYPE_CHECKING:
    from graph.session import Reader
    from queries.gap.details import GapRow
    from queries.gap.roots import RootCause
    from queries.gap.trace import Step, Trace
    from queries.scope import Actor

T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help="Для программ: JSON.")]


def gaps(
    region: Annotated[str, typer.Option(help="Регион по ISO 3166-2; без него — все.")] = "",
    rule: Annotated[str, typer.Option(help="Правило, например R06.")] = "",
    first: Annotated[int, typer.Option(help="Сколько показать.", min=1, max=1000)] = 20,
    as_json: Json = False,
) -> None:
    """Корневые причины: сначала те, что держат больше всего.

    Примеры: `orientir gaps`; `orientir gaps --region RU-TA --rule R20 --json`.
    """
    from queries.gap.roots import root_causes

    found = asyncio.run(
        _ask(
            lambda reader, actor: root_causes(reader, actor, region=region, rule=rule, limit=first)
        )
    )
    columns = {
        "severity": "тяжесть", "rule": "правило", "title": "что не так", "region": "регион",
        "unit": "у кого", "count": "записей", "due_on": "срок", "blocked_gaps": "держит пробелов",
        "blocked_children": "детей", "gap": "пробел",
    }  # fmt: skip
    print_rows([_root_row(row) for row in found], columns, as_json=as_json)


def trace(
    gap: Annotated[str, typer.Argument(help="Пробел, см. orientir gaps.")],
    as_json: Json = False,
) -> None:
    """Почему пробел есть, кто может это закончить и что он держит.

    Пример: `orientir trace gap:RU-TA:campaign:R20:unsigned_when_due:RU-TA:venue:000001`.
    """
    from queries.gap.trace import trace as ask_trace

    found = asyncio.run(_ask(lambda reader, actor: ask_trace(reader, actor, gap)))
    if found is None:
        raise InputError(f"Нет пробела «{gap}». Список: orientir gaps.")
    if as_json:
        print_json(_trace_json(found))
    else:
        _show_trace(found)


def rules(
    rule: Annotated[str, typer.Argument(help="Одно правило, например R06.")] = "",
    as_json: Json = False,
) -> None:
    """Правила пробелов: что проверяется, по какому пункту, что делать.

    Примеры: `orientir rules`; `orientir rules R06`; `orientir rules --json`.
    """
    from queries.rules import CATALOGUE

    if rule and rule not in CATALOGUE:
        raise InputError(f"Нет правила «{rule}». Есть: {', '.join(CATALOGUE)}.")
    chosen = [CATALOGUE[rule]] if rule else list(CATALOGUE.values())
    rows = [
        {
            "rule": one.id, "clause": one.clause, "case": case.id, "severity": case.severity.value,
            "title": case.title, "advice": case.advice, "due_source": case.due_source,
        }
        for one in chosen
        for case in one.cases.values()
    ]  # fmt: skip
    columns = {"rule": "правило", "clause": "пункт", "severity": "тяжесть", "title": "пробел"}
    columns |= {"advice": "что сделать", "due_source": "срок"} if rule else {"case": "случай"}
    print_rows(rows, columns, as_json=as_json)


async def _ask(work: Callable[[Reader, Actor], Awaitable[T]]) -> T:
    from graph.model.account import Role
    from graph.opening import open_graph
    from graph.settings import settings
    from queries.scope import Actor

    actor = Actor("command line", Role.HEAD, None, everything=True, regions=frozenset())
    async with open_graph(settings()) as graph:
        return await graph.read(lambda reader: work(reader, actor))


def _root_row(root: RootCause) -> dict[str, Any]:
    more = {
        "blocked_gaps": root.blocked_gaps,
        "blocked_children": root.blocked_children,
        "reports": list(root.reports),
    }
    return _gap_row(root.gap) | more


def _gap_row(gap: GapRow) -> dict[str, Any]:
    from queries.rules import CATALOGUE

    rule = CATALOGUE.get(gap.rule)
    case = rule.cases.get(gap.case) if rule else None
    return {
        "gap": gap.id, "rule": gap.rule, "case": gap.case, "severity": gap.severity.value,
        "title": case.title if case else gap.case, "region": gap.region, "unit": gap.unit_name,
        "unit_label": gap.unit_label, "count": gap.count, "population": gap.population,
        "due_on": gap.due_on, "due_source": gap.due_source, "state": gap.state.value,
        "person": gap.person.name if gap.person else None,
    }  # fmt: skip


def _trace_json(found: Trace) -> dict[str, Any]:
    return {
        "gap": _gap_row(found.gap),
        "roots": [_gap_row(gap) for gap in found.roots],
        "causes": [_step_row(step) for step in found.causes],
        "blocked": [_step_row(step) for step in found.blocked],
        "edges": [{"effect": effect, "cause": cause} for effect, cause in found.edges],
        "held_gaps": found.held.gaps,
        "held_records": found.held.records,
        "truncated": found.truncated,
    }


def _step_row(step: Step) -> dict[str, Any]:
    more = {"distance": step.distance, "via": step.via, "last": step.last}
    return _gap_row(step.gap) | more


def _show_trace(found: Trace) -> None:
    out = console()
    out.print(_line(found.gap), style="bold", markup=False)
    for title, steps in (("Причины", found.causes), ("Держит", found.blocked)):
        out.print(f"{title}: {'нет' if not steps else ''}", markup=False)
        for step in steps:
            mark = "  ← корень" if step.last and title == "Причины" else ""
            out.print(f"{'  ' * step.distance}{_line(step.gap)}{mark}", markup=False)
    out.print(f"Всего держит пробелов: {found.held.gaps}, записей в них: {found.held.records}")
    if found.truncated:
        say("Показано не всё: ближние пробелы. Полностью — в GraphQL, поле trace.")


def _line(gap: GapRow) -> str:
    row = _gap_row(gap)
    due = f", срок {gap.due_on:%d.%m.%Y}" if gap.due_on else ""
    person = f", отвечает {row['person']}" if row["person"] else ""
    return (
        f"{row['severity']} {row['rule']} {row['title']}: {row['unit'] or row['unit_label']}, "
        f"{row['count']} из {row['population']}{due}{person}"
    )

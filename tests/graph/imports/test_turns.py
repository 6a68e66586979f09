"""Others are served while a whole part of a file is planned."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graph.session import Graph
from imports.batch import Fate
from imports.kept.batches import ROWS_A_PART
from imports.kinds import KINDS
from imports.planning import Planner
from imports.sheet import Cell, Place
from imports.turns import AT_ONCE
from tests.graph.changes.planted import MINE, MOMENT, plant

pytestmark = pytest.mark.anyio

COLUMNS = {0: "full_name", 1: "birth_date", 2: "school", 3: "grade"}
PLACE = Place(MINE, ZoneInfo("Europe/Moscow"), date(2019, 10, 14))


class Ticker:
    """Somebody else in the same event loop: how often it has had its turn."""

    turns = 0

    async def run(self) -> None:
        while True:
            self.turns += 1
            await asyncio.sleep(0)


async def test_the_event_loop_goes_round_while_a_part_is_planned(graph: Graph) -> None:
    await plant(graph)
    ticker = Ticker()
    read_at: list[int] = []
    drafted_at: list[int] = []
    kind = KINDS["students"]
    name = kind.by_key["full_name"]

    def read(cell: Cell, place: Place) -> Any:
        read_at.append(ticker.turns)
        return name.read(cell, place)

    def drafts(values: Any, place: Place) -> Any:
        drafted_at.append(ticker.turns)
        return kind.drafts(values, place)

    columns = tuple(replace(one, read=read) if one is name else one for one in kind.columns)
    watched = replace(kind, columns=columns, drafts=drafts)
    rows = [(number, _cells(number)) for number in range(2, ROWS_A_PART + 2)]
    planner = Planner(watched, COLUMNS, PLACE, "batch")
    ticking = asyncio.create_task(ticker.run())
    try:
        plans = await graph.read(lambda reader: planner.part(reader, rows, {}, MOMENT))
    finally:
        ticking.cancel()
    assert {plan.fate for plan in plans} <= {Fate.NEW, Fate.DUPLICATE}
    for turns in (read_at, drafted_at):
        assert len(turns) == ROWS_A_PART
        assert max(turns.count(turn) for turn in set(turns)) == AT_ONCE


def _cells(number: int) -> list[Cell]:
    letters = "абвгдежзик"
    family = "".join(letters[int(digit)] for digit in f"{number:06}").capitalize()
    return [f"{family} Иван Ильич", f"{number % 28 + 1:02}.{number % 12 + 1:02}.2006", "Школа 1", 7]

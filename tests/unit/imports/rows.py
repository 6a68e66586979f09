"""Rows of sheets as tests give them: cells by the keys of their columns, no file and no graph."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from imports.draft import Draft, Find
from imports.kinds import KINDS
from imports.sheet import Cell, Place
from imports.typed import Typed, drafts_of, read_row

PLACE = Place("RU-TA", ZoneInfo("Europe/Moscow"), date(2026, 11, 24))
REGION = Find("region.id", ("RU-TA",), "")


def asked(kind: str, cells: dict[str, Cell]) -> tuple[list[Draft], Typed]:
    sheet = KINDS[kind]
    typed = read_row(sheet, dict(enumerate(cells)), list(cells.values()), PLACE)
    return drafts_of(sheet, typed, PLACE), typed


def drafts(kind: str, cells: dict[str, Cell]) -> list[Draft]:
    found, typed = asked(kind, cells)
    assert typed.problems == []
    return found


def refusal(kind: str, cells: dict[str, Cell]) -> tuple[str | None, str]:
    """The key of the only wrong column, and what is wrong; nothing is asked for."""
    found, typed = asked(kind, cells)
    assert found == []
    (problem,) = typed.problems
    assert problem.fix
    return problem.key, problem.what


def summary(found: list[Draft]) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Label, fields and names of links, in order."""
    return [(one.label, dict(one.fields), sorted(one.links)) for one in found]


def ways(draft: Draft) -> list[str]:
    return [find.way for find in draft.find]


def target(draft: Draft, link: str) -> Find | Draft:
    (to,) = draft.links[link]
    return to.target


def moscow(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)

"""Rows for people and for programs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from cli.output import print_rows

ROWS = [{"region": "RU-TA", "at": datetime(2019, 10, 1, 21, tzinfo=UTC), "gaps": 2, "due": None}]
COLUMNS = {"region": "регион", "at": "на момент", "gaps": "пробелов", "due": "срок"}


def test_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(ROWS, COLUMNS, as_json=False)
    heads, row = capsys.readouterr().out.splitlines()
    assert heads.split() == ["регион", "на", "момент", "пробелов", "срок"]
    assert row.split() == ["RU-TA", "01.10.2019", "21:00", "UTC", "2"]


def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(ROWS, COLUMNS, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told == [{"region": "RU-TA", "at": "2019-10-01T21:00:00Z", "gaps": 2, "due": None}]


def test_nothing_is_said_and_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([], COLUMNS, as_json=False)
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Ничего нет.\n")


def test_days_are_written_the_russian_way_and_ids_are_never_cut(
    capsys: pytest.CaptureFixture[str],
) -> None:
    long = "gap:RU-MOW:campaign:" + "x" * 300
    print_rows(
        [{"id": long, "due": date(2019, 11, 1)}], {"id": "пробел", "due": "срок"}, as_json=False
    )
    shown = capsys.readouterr().out
    assert "01.11.2019" in shown
    assert "…" not in shown
    assert shown.count("x") == 300

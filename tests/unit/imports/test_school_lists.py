"""The three real lists of schools of Moscow, as published: every row, exact counts, exact text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import graph.data
from imports.header import Header, find_header
from imports.kinds import KINDS
from imports.name import normalised
from imports.reading import Row, read
from imports.sheet import Cell, CellError, Place
from imports.typed import Typed, read_row

FOLDER = Path(graph.data.__file__).parent
SOSH, GIMNAZII, LICEI = (
    f"moscow_schools_2013_{kind}.csv" for kind in ("sosh", "gimnazii", "licei")
)
PLACE = Place("RU-MOW", ZoneInfo("Europe/Moscow"), date(2019, 11, 1))
Lists = Mapping[str, tuple[Header, list[Row]]]


@pytest.fixture(scope="module")
def lists() -> Lists:
    """Of each file its header, recognised among all kinds, and the rows below it."""
    found = {}
    for name in (SOSH, GIMNAZII, LICEI):
        with read(FOLDER / name, name) as reading:
            rows = list(reading.rows())
        header = find_header(rows[:15], list(KINDS.values()))
        found[name] = header, [row for row in rows if row.number > header.row_number]
    return found


@pytest.fixture(scope="module")
def typed(lists: Lists) -> dict[tuple[str, int], Typed]:
    found = {}
    for name, (header, rows) in lists.items():
        keys = {one.index: one.key for one in header.columns if one.key is not None}
        for row in rows:
            found[name, row.number] = read_row(header.kind, keys, row.cells, PLACE)
    return found


def published(lists: Lists, name: str, number: int) -> dict[str, Cell]:
    """The cells of a row as they stand in the file, by the keys of their columns."""
    header, rows = lists[name]
    row = next(row for row in rows if row.number == number)
    return {
        one.key: row.cells[one.index]
        for one in header.columns
        if one.key is not None and one.index < len(row.cells)
    }


def test_the_kind_and_every_column_are_known_by_their_own_spellings(lists: Lists) -> None:
    for header, _ in lists.values():
        assert (header.kind.name, header.row_number, header.missing) == ("schools", 1, ())
        assert {one.how for one in header.columns if one.key is not None} == {"exact"}
        assert [one.header for one in header.columns if one.key is None] == [
            "ROWNUM",
            "tip_uchrezhdeniya",
        ]
    assert lists[GIMNAZII][0].columns[8].header == "vid_uchrezhdeniya"
    assert lists[LICEI][0].columns[8].header == "vid_uchrezhdeniyz"


def test_all_1490_rows_come_out_and_all_can_be_loaded(
    typed: Mapping[tuple[str, int], Typed],
) -> None:
    assert Counter(name for name, _ in typed) == {SOSH: 1230, GIMNAZII: 169, LICEI: 91}
    assert [place for place, one in typed.items() if one.problems] == []
    assert len({one.values["register_id"] for one in typed.values()}) == 1490


def test_the_rows_stand_on_the_lines_of_their_files(
    typed: Mapping[tuple[str, int], Typed],
) -> None:
    lines = {name: (FOLDER / name).read_text("utf-8").splitlines() for name, _ in typed}
    assert [
        (name, number)
        for (name, number), one in typed.items()
        if one.values["register_id"] not in lines[name][number - 1]
    ] == []
    assert [number for name, number in typed if name == LICEI] == list(range(2, 93))


def test_empty_cells_are_nothing(typed: Mapping[tuple[str, int], Typed]) -> None:
    keys = {"name", "address", "district", "municipality", "ownership", "subordination", "kind"}
    assert Counter(
        (name, key) for (name, _), one in typed.items() for key in keys - one.values.keys()
    ) == {
        (SOSH, "address"): 65,
        (SOSH, "district"): 40,
        (SOSH, "municipality"): 42,
        (GIMNAZII, "address"): 5,
        (GIMNAZII, "district"): 4,
        (GIMNAZII, "municipality"): 4,
        (LICEI, "address"): 3,
        (LICEI, "district"): 2,
        (LICEI, "municipality"): 2,
    }


def test_buildings_of_a_school_share_its_name_and_not_its_number(
    typed: Mapping[tuple[str, int], Typed],
) -> None:
    """257 schools stand in 788 rows under one name and legal address each.

    They are buildings: of the 531 repeats only 7 have the coordinates of an earlier row too. Were
    schools known by their names, most of them would be lost.
    """
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in typed.values():
        values = one.values
        key = normalised(values["name"]), normalised(values.get("address", ""))
        groups.setdefault(key, []).append(values)
    repeated = [group for group in groups.values() if len(group) > 1]
    assert len(repeated) == 257
    assert sum(map(len, repeated)) == 788
    assert max(map(len, repeated)) == 19
    places = [{(one["longitude"], one["latitude"]) for one in group} for group in repeated]
    assert sum(len(g) - len(p) for g, p in zip(repeated, places, strict=True)) == 7


def test_quotes_inside_a_name_stay_and_double_spaces_are_one(
    lists: Lists, typed: Mapping[tuple[str, int], Typed]
) -> None:
    assert published(lists, GIMNAZII, 2)["name"] == (
        "Государственное бюджетное образовательное учреждение города Москвы гимназия № 1505 "
        '"Московская городская педагогическая  гимназия-лаборатория"'
    )
    assert typed[GIMNAZII, 2].values == {
        "register_id": "86660640",
        "name": "Государственное бюджетное образовательное учреждение города Москвы гимназия "
        '№ 1505 "Московская городская педагогическая гимназия-лаборатория"',
        "address": "107061, г. Москва, улица 2-я Пугачевская, дом 6А",
        "district": "Восточный административный округ",
        "municipality": "район Преображенское",
        "ownership": "Государственное",
        "subordination": "Восточное окружное управление образования",
        "kind": "Гимназия",
        "longitude": 37.728587,
        "latitude": 55.795602,
    }


def test_doubled_quotes_are_single_in_the_other_dialect(
    typed: Mapping[tuple[str, int], Typed],
) -> None:
    first = typed[SOSH, 2].values
    assert first["name"].endswith('общеобразовательная школа "Гармония"')
    assert first["address"] == '124498 Москва, Зеленоград, корпус 421 "А"'
    assert typed[SOSH, 76].values["name"].endswith('школа "Школа "Феникс"')


def test_a_row_with_three_unquoted_empty_cells(typed: Mapping[tuple[str, int], Typed]) -> None:
    row = typed[GIMNAZII, 14].values
    assert row["name"].endswith('учреждение гимназия "Первая Московская гимназия"')
    assert row.keys().isdisjoint({"address", "district", "municipality"})
    assert (row["ownership"], row["register_id"]) == ("Негосударственное", "86887793")


def test_no_break_spaces_are_read_and_mended(
    lists: Lists, typed: Mapping[tuple[str, int], Typed]
) -> None:
    assert [
        (name, row.number)
        for name, (_, rows) in lists.items()
        for row in rows
        if any("\xa0" in str(cell) for cell in row.cells)
    ] == [(SOSH, 145), (SOSH, 979), (GIMNAZII, 11), (GIMNAZII, 119)]
    assert not any("\xa0" in str(one.values) for one in typed.values())


def test_all_coordinates_are_in_moscow(typed: Mapping[tuple[str, int], Typed]) -> None:
    points = [(one.values["longitude"], one.values["latitude"]) for one in typed.values()]
    bounds = [(min(part), max(part)) for part in zip(*points, strict=True)]
    assert bounds == [(37.020978, 37.92317), (55.432557, 56.008516)]
    assert typed[LICEI, 92].values["latitude"] == 55.704718


@pytest.mark.parametrize(
    ("cell", "longitude"), [("19", 19), ("180", 180), ("-180", -180), ("-169", -169), (37.5, 37.5)]
)
def test_longitudes_reach_beyond_the_180th_meridian(cell: Cell, longitude: float) -> None:
    column = KINDS["schools"].by_key["longitude"]
    assert column.read(cell, PLACE) == longitude


@pytest.mark.parametrize(
    ("key", "cell", "what"),
    [
        ("longitude", "тридцать", "не число"),
        ("longitude", "-37,5", "точка вне России"),
        ("latitude", "37,5", "точка вне России"),
        ("register_id", "8,67E+07", "номер должен состоять из одних цифр"),
    ],
)
def test_a_cell_that_is_wrong_is_told_without_its_value(key: str, cell: Cell, what: str) -> None:
    with pytest.raises(CellError) as caught:
        KINDS["schools"].by_key[key].read(cell, PLACE)
    assert str(caught.value) == what

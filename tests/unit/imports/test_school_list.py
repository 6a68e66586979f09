"""The three real lists of schools of Moscow, as published: every row, exact counts, exact text."""

from collections import Counter
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

import graph.data
from imports.check import CheckedSheet
from imports.dialect import Dialect, Quoting
from imports.grid import read_grid
from imports.kinds.school_list import SCHOOL_LIST, SchoolRow, read
from imports.problem import Severity

FOLDER = Path(graph.data.__file__).parent
SOSH, GIMNAZII, LICEI = (
    f"moscow_schools_2013_{kind}.csv" for kind in ("sosh", "gimnazii", "licei")
)
PATHS = [FOLDER / name for name in (SOSH, GIMNAZII, LICEI)]


@pytest.fixture(scope="module")
def lists() -> CheckedSheet[SchoolRow]:
    return read(PATHS)


def school(lists: CheckedSheet[SchoolRow], sheet: str, row: int) -> SchoolRow:
    return next(r.value for r in lists.rows if (r.sheet, r.row) == (sheet, row))


def test_the_declared_columns_are_the_fields_of_a_row() -> None:
    keys = [column.key for column in SCHOOL_LIST.columns]

    assert keys == [field.name for field in fields(SchoolRow)]


def test_the_dialects_are_told_apart() -> None:
    found = {p.name: read_grid(p, SCHOOL_LIST.known_headers) for p in PATHS}

    assert {name: grid.dialect for name, grid in found.items()} == {
        SOSH: Dialect(";", Quoting.ESCAPED, 1),
        GIMNAZII: Dialect(",", Quoting.BARE, 1),
        LICEI: Dialect(",", Quoting.BARE, 1),
    }
    assert {len(grid.header) for grid in found.values()} == {12}
    assert found[GIMNAZII].header[8] == "vid_uchrezhdeniya"
    assert found[LICEI].header[8] == "vid_uchrezhdeniyz"


def test_all_1490_rows_come_out_and_all_can_be_loaded(lists: CheckedSheet[SchoolRow]) -> None:
    assert lists.records_by_file == {SOSH: 1230, GIMNAZII: 169, LICEI: 91}
    assert Counter(r.sheet for r in lists.rows) == {SOSH: 1230, GIMNAZII: 169, LICEI: 91}
    assert len(lists.rows) == len(lists.loadable) == 1490
    assert lists.errors == ()
    assert len({r.value.global_id for r in lists.rows}) == 1490


def test_the_rows_stand_on_the_lines_of_their_files(lists: CheckedSheet[SchoolRow]) -> None:
    lines = {path.name: path.read_text("utf-8").splitlines() for path in PATHS}

    assert [r for r in lists.rows if r.value.global_id not in lines[r.sheet][r.row - 1]] == []
    assert [r.row for r in lists.rows if r.sheet == LICEI] == list(range(2, 93))


def test_empty_cells_are_none_and_each_is_reported(lists: CheckedSheet[SchoolRow]) -> None:
    empty = Counter(
        (r.sheet, field.name)
        for r in lists.rows
        for field in fields(SchoolRow)
        if getattr(r.value, field.name) is None
    )
    told = Counter((p.sheet, p.column) for p in lists.problems if p.what == "пусто")

    assert empty == {
        (SOSH, "address"): 65,
        (SOSH, "okrug"): 40,
        (SOSH, "rayon"): 42,
        (GIMNAZII, "address"): 5,
        (GIMNAZII, "okrug"): 4,
        (GIMNAZII, "rayon"): 4,
        (LICEI, "address"): 3,
        (LICEI, "okrug"): 2,
        (LICEI, "rayon"): 2,
    }
    labels = {"address": "Адрес", "okrug": "Округ", "rayon": "Район"}
    assert told == {(sheet, labels[key]): count for (sheet, key), count in empty.items()}


def test_repeats_are_buildings_of_one_school_and_never_between_files(
    lists: CheckedSheet[SchoolRow],
) -> None:
    """No id repeats. 257 schools stand in 788 rows under one name and legal address each.

    They are buildings: of the 531 repeats only 7 have the coordinates of an earlier row too.
    Between the files nothing repeats: a school is listed under one kind.
    """
    groups = lists.duplicates

    assert {group.rule.label for group in groups} == {"Наименование и адрес"}
    assert len(groups) == 257
    assert sum(len(group.rows) for group in groups) == 788
    assert sum(group.between_files for group in groups) == 0
    assert max(len(group.rows) for group in groups) == 19
    places = [{(r.value.lon, r.value.lat) for r in group.rows} for group in groups]
    assert sum(len(g.rows) - len(p) for g, p in zip(groups, places, strict=True)) == 7


def test_every_problem_of_the_real_files_is_a_warning_at_its_row(
    lists: CheckedSheet[SchoolRow],
) -> None:
    repeats = Counter(p.sheet for p in lists.problems if p.column == "Наименование и адрес")

    assert {p.severity for p in lists.problems} == {Severity.WARNING}
    assert repeats == {SOSH: 403, GIMNAZII: 80, LICEI: 48}
    assert len(lists.problems) == 531 + 167
    assert str(lists.problems[0]) == (
        f"{SOSH}, строка 75, колонка «Адрес»: пусто. Впишите значение колонки «Адрес», если оно "
        "известно; строка загрузится и без него."
    )


def test_quotes_inside_a_name_and_double_spaces_stay(lists: CheckedSheet[SchoolRow]) -> None:
    assert school(lists, GIMNAZII, 2) == SchoolRow(
        global_id="86660640",
        name="Государственное бюджетное образовательное учреждение города Москвы гимназия № 1505 "
        '"Московская городская педагогическая  гимназия-лаборатория"',
        address="107061, г. Москва, улица  2-я Пугачевская, дом 6А",
        okrug="Восточный административный округ",
        rayon="район Преображенское",
        ownership="Государственное",
        submission="Восточное окружное управление образования",
        institution_type="Общеобразовательное учреждение",
        kind="Гимназия",
        lon=Decimal("37.728587"),
        lat=Decimal("55.795602"),
    )


def test_doubled_quotes_are_single_in_the_other_dialect(lists: CheckedSheet[SchoolRow]) -> None:
    first = school(lists, SOSH, 2)

    assert first.name.endswith('общеобразовательная школа "Гармония"')
    assert first.address == '124498 Москва, Зеленоград, корпус 421 "А"'
    assert school(lists, SOSH, 76).name.endswith('школа "Школа "Феникс"')


def test_a_row_with_three_unquoted_empty_cells(lists: CheckedSheet[SchoolRow]) -> None:
    row = school(lists, GIMNAZII, 14)

    assert row.name.endswith('учреждение гимназия "Первая Московская гимназия"')
    assert (row.address, row.okrug, row.rayon) == (None, None, None)
    assert (row.ownership, row.global_id) == ("Негосударственное", "86887793")


def test_a_no_break_space_stays(lists: CheckedSheet[SchoolRow]) -> None:
    assert [
        (r.sheet, r.row)
        for r in lists.rows
        if any("\xa0" in str(getattr(r.value, field.name)) for field in fields(SchoolRow))
    ] == [(SOSH, 145), (SOSH, 979), (GIMNAZII, 11), (GIMNAZII, 119)]


def test_all_coordinates_are_in_moscow(lists: CheckedSheet[SchoolRow]) -> None:
    points = [(r.value.lon, r.value.lat) for r in lists.rows]

    assert all(isinstance(part, Decimal) for point in points for part in point)
    bounds = [(min(part), max(part)) for part in zip(*points, strict=True)]
    assert bounds == [
        (Decimal("37.020978"), Decimal("37.92317")),
        (Decimal("55.432557"), Decimal("56.008516")),
    ]
    assert school(lists, LICEI, 92).lat == Decimal("55.704718")


def test_the_same_file_under_two_names_repeats_every_row(tmp_path: Path) -> None:
    copy = tmp_path / "copy.csv"
    copy.write_bytes(PATHS[2].read_bytes())

    twice = read([PATHS[2], copy])

    ids = [group for group in twice.duplicates if group.rule.label == "Идентификатор"]
    assert len(twice.rows) == 182
    assert len(ids) == 91
    assert all(group.between_files for group in ids)
    assert [r.sheet for r in twice.loadable] == [LICEI] * 91
    assert str(twice.errors[0]) == (
        f"copy.csv, строка 2, колонка «Идентификатор»: повторяет ранее прочитанное: строка 2 файла "
        f"«{LICEI}». Оставьте одну из строк или исправьте номер: у каждой строки он свой."
    )

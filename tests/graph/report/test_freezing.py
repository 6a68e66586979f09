"""A frozen report is read again as the very same report, and its hash knows of any touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.report.freezing import fingerprint, freeze, thaw
from queries.report.table import (
    Cell,
    Column,
    Kind,
    Life,
    Line,
    Part,
    Place,
    Report,
    State,
    Summary,
    Summing,
)

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=3)), timezone(timedelta(hours=10))])
MOMENTS = st.datetimes(datetime(2018, 1, 2), datetime(2027, 12, 30), timezones=ZONES)  # noqa: DTZ001
DAYS = st.dates(date(2018, 1, 1), date(2027, 12, 31))
TEXTS = st.text(max_size=20)
VALUES = st.one_of(
    TEXTS,
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    DAYS,
    MOMENTS,
)
CELLS = st.builds(Cell, st.sampled_from(State), st.none() | VALUES)
COLUMNS = st.builds(
    Column,
    TEXTS,
    TEXTS,
    st.sampled_from(Kind),
    group=TEXTS,
    summing=st.sampled_from(Summing),
    ratio=st.none() | st.tuples(TEXTS, TEXTS),
    opens=st.booleans(),
    children=st.booleans(),
)


def listed(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=3).map(tuple)


LINES = st.builds(Line, listed(TEXTS), listed(CELLS))
PARTS = st.builds(Part, TEXTS, TEXTS, listed(COLUMNS), listed(LINES), listed(CELLS))
REPORTS = st.builds(
    Report,
    form=st.integers(1, 12),
    title=TEXTS,
    clause=TEXTS,
    place=st.builds(Place, TEXTS, TEXTS, TEXTS),
    campaign=TEXTS,
    campaign_name=TEXTS,
    period_from=DAYS,
    period_to=DAYS,
    as_of=MOMENTS,
    summary=st.builds(Summary, TEXTS, *[CELLS] * 5),
    parts=listed(PARTS),
    life=st.builds(
        Life,
        st.none() | st.integers(1, 9),
        TEXTS,
        TEXTS,
        st.none() | DAYS,
        st.none() | MOMENTS,
        st.none() | st.booleans(),
    ),
    notes=listed(TEXTS),
)


@given(REPORTS, TEXTS)
def test_a_frozen_report_is_read_as_the_very_same(report: Report, salt: str) -> None:
    text = freeze(report, salt)
    read = thaw(text)
    assert read == report
    assert kinds(read) == kinds(report)
    assert freeze(read, salt) == text


def kinds(report: Report) -> list[type]:
    """1 equals 1.0 and True: they are told apart by what they are."""
    return [
        type(cell.value)
        for part in report.parts
        for cells in (*(line.cells for line in part.lines), part.totals)
        for cell in cells
    ]


def small(*cells: Cell) -> Report:
    """Of one row."""
    columns = tuple(Column(f"c{n}", f"Столбец {n}") for n in range(len(cells)))
    moment = datetime(2019, 10, 1, 9, tzinfo=UTC)
    return Report(
        form=1,
        title="Отчёт",
        clause="6.2.1",
        place=Place("RU-TA", "Татарстан", "Europe/Moscow"),
        campaign="c2019",
        campaign_name="2019",
        period_from=date(2019, 9, 2),
        period_to=date(2019, 9, 30),
        as_of=moment,
        summary=Summary("Всего", Cell(State.VALUE, 1)),
        parts=(Part("rows", "Строки", columns, (Line(("x",), cells),)),),
    )


def test_the_text_is_the_same_for_equal_reports_and_does_not_hang_on_a_zone() -> None:
    report = small(Cell(State.VALUE, datetime(2019, 10, 1, 9, tzinfo=UTC)))
    there = replace(report, as_of=report.as_of.astimezone(timezone(timedelta(hours=10))))
    assert freeze(there) == freeze(report)


def test_states_are_told_apart() -> None:
    texts = {freeze(small(Cell(state))) for state in State}
    texts |= {freeze(small(Cell(state, 0))) for state in State}
    assert len(texts) == 2 * len(State)


def test_any_touch_is_known_by_the_hash_and_the_salt_hides_what_it_is_of() -> None:
    text = freeze(small(Cell(State.VALUE, 4)), "соль")
    assert fingerprint(text) != fingerprint(text.replace("4", "5"))
    assert fingerprint(freeze(small(Cell(State.VALUE, 4)), "другая")) != fingerprint(text)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_frozen(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        freeze(small(Cell(State.VALUE, number)))


@pytest.mark.parametrize("text", ["[]", "{}", '{"layout": 2, "report": {}}'])
def test_what_is_no_frozen_report_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="layout"):
        thaw(text)

"""`orientir demo` before it meets a graph: what it refuses and what it would make."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.demo import demo
from cli.demo_loading import demo_plan, moscow_schools, require_writable
from graph.demo import DEFAULT_MOMENT
from graph.errors import CalendarError, InputError


def test_the_real_schools_of_moscow_are_all_there() -> None:
    schools = moscow_schools()
    assert len({school.register_id for school in schools}) == len(schools) == 1490
    assert {school.kind for school in schools} >= {"Гимназия", "Лицей"}
    one = next(school for school in schools if school.register_id == "86660640")
    assert (one.rayon, one.okrug) == ("район Преображенское", "Восточный административный округ")
    assert one.subordination == "Восточное окружное управление образования"
    assert (one.lon, one.lat) == (37.728587, 55.795602)


def test_a_dry_run_tells_the_quotas_and_needs_no_graph(capsys: pytest.CaptureFixture[str]) -> None:
    demo(regions=3, students=300, dry_run=True, as_json=True)
    told = capsys.readouterr()
    rows = json.loads(told.out)
    assert [row["region"] for row in rows] == ["RU-MOW", "RU-TA", "RU-PRI"]
    assert sum(row["students"] for row in rows) == 300
    assert "ничего не записано" in told.err


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        (None, DEFAULT_MOMENT),
        ("2019-10-01T12:00+03:00", datetime(2019, 10, 1, 9, tzinfo=UTC)),
        ("2019-10-01T12:00Z", datetime(2019, 10, 1, 12, tzinfo=UTC)),
        ("2019-10-01", datetime(2019, 10, 1, 20, 59, 59, 999999, UTC)),
        ("2019-10-01+10:00", datetime(2019, 10, 1, 13, 59, 59, 999999, UTC)),
        ("2019-10-01Z", datetime(2019, 10, 1, 23, 59, 59, 999999, UTC)),
    ],
)
def test_moments(text: str | None, instant: datetime) -> None:
    assert demo_plan(1, 40, 1, text).moment == instant


@pytest.mark.parametrize("text", ["пятница", "2019-10-01T12:00", "2019-02-30", "2019-10-01+99"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="не похоже на момент"):
        demo_plan(1, 40, 1, text)


def test_a_year_without_a_calendar_is_refused_before_anything_is_done() -> None:
    with pytest.raises(CalendarError, match="1998"):
        demo_plan(1, 40, 1, "1999-01-01")


def test_too_few_students_are_refused() -> None:
    with pytest.raises(InputError, match="не меньше 160"):
        demo_plan(4, 159, 1)


def test_a_ledger_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="это папка"):
        require_writable(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="--ledger"):
        require_writable(tmp_path / "file" / "ledger.json")
    require_writable(tmp_path / "new" / "ledger.json")
    assert list((tmp_path / "new").iterdir()) == []

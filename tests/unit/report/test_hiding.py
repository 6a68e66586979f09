"""A report as each audience reads it: what is told, what isn't, and that totals add nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from graph.policy.suppression import Audience, Sensitivity
from queries.report.hiding import HIDDEN, Disclosure, hide
from queries.report.table import (
    NO_DATA,
    NOT_APPLICABLE,
    Cell,
    Column,
    Kind,
    Line,
    Part,
    Place,
    Report,
    State,
    Summary,
    Summing,
    counted,
    ratio,
    told,
)

BEGINS = date(2026, 9, 1)
REGION = Place("RU-TA", "Республика Татарстан", "Europe/Moscow")
COUNTRY = Place("RU", "Россия", "Europe/Moscow")


def at_least(number: int) -> Cell:
    return Cell(State.AT_LEAST, number)


def report(form: int, parts: Sequence[Part], summary: Summary, place: Place = REGION) -> Report:
    return Report(
        form=form,
        title="",
        clause=f"6.2.{form}",
        place=place,
        campaign="2026",
        campaign_name="2026/27",
        period_from=BEGINS,
        period_to=date(2026, 11, 30),
        as_of=datetime(2026, 11, 30, 21, tzinfo=UTC),
        summary=summary,
        parts=tuple(parts),
    )


# Report 1: schools, by grades and against a plan; the plan isn't about children.

SCHOOLS = (
    Column("school", "Школа", Kind.TEXT),
    Column("grade_6", "6", summing=Summing.SUM, opens=True, children=True),
    Column("grade_7", "7", summing=Summing.SUM, opens=True, children=True),
    Column("total", "Всего", summing=Summing.SUM, opens=True, children=True),
    Column("plan", "План", summing=Summing.SUM, opens=True),
    Column("share", "%", Kind.PERCENT, summing=Summing.RATIO, ratio=("total", "plan")),
    Column("consent", "% с согласием", Kind.PERCENT, ratio=("grade_7", "total")),
)


SENSITIVE = {
    ("schools", "grade_6"): Sensitivity.GROUP,
    ("schools", "grade_7"): Sensitivity.GROUP,
    ("schools", "total"): Sensitivity.GROUP,
    ("groups", "students"): Sensitivity.HEALTH,
}


def declared(part: str, column: Column) -> Sensitivity | None:
    assert column.children
    return SENSITIVE.get((part, column.key))


REGISTERED = Disclosure(
    declared,
    BEGINS,
    partitions={("schools", "total"): ("grade_6", "grade_7")},
    main=("schools", "total"),
)


def schools(rows: Sequence[tuple[int | None, int | None, int]]) -> Part:
    lines = []
    for place, (six, seven, plan) in enumerate(rows):
        total = None if six is None or seven is None else six + seven
        numbers = [counted(number) for number in (six, seven, total, plan)]
        shares = ratio(numbers[2], numbers[3]), ratio(numbers[1], numbers[2])
        lines.append(Line((f"s{place}",), (told(f"Школа {place}"), *numbers, *shares)))
    known = [(six, seven, plan) for six, seven, plan in rows if six is not None]
    by_grade = [sum(row[at] or 0 for row in known) for at in (0, 1)]
    sums = [counted(number) for number in (*by_grade, sum(by_grade), sum(row[2] for row in rows))]
    totals = (told(""), *sums, ratio(sums[2], sums[3]), ratio(sums[1], sums[2]))
    return Part("schools", "", SCHOOLS, tuple(lines), totals)


def registered(rows: Sequence[tuple[int | None, int | None, int]]) -> Report:
    part = schools(rows)
    total, plan = part.totals[3], part.totals[4]
    summary = Summary("Учеников", total, plan, ratio(total, plan), counted(31), counted(6))
    return report(1, [part], summary)


ROWS = ((3, 1, 10), (9, 14, 30), (0, 0, 20), (None, None, 5), (7, 7, 14))


@pytest.mark.parametrize("audience", [Audience.SCHOOL, Audience.RECORDS])
def test_who_may_open_the_records_reads_groups_exactly(audience: Audience) -> None:
    assert hide(registered(ROWS), audience, REGISTERED) == registered(ROWS)


def test_outside_a_school_is_told_in_steps_and_nothing_opens() -> None:
    seen = hide(registered(ROWS), Audience.OUTSIDE, REGISTERED)
    part = seen.part("schools")
    assert [line.cells[3] for line in part.lines] == [
        Cell(State.HIDDEN, 5),
        at_least(20),
        Cell(State.HIDDEN, 5),
        NO_DATA,
        at_least(10),
    ]
    assert part.totals[3] == at_least(30)
    assert {column.key: column.opens for column in part.columns} == {
        column.key: column.key == "plan" for column in SCHOOLS
    }
    assert [line.cells[0] for line in part.lines] == [told(f"Школа {at}") for at in range(5)]
    assert [line.cells[4].value for line in part.lines] == [10, 30, 20, 5, 14]


def test_shares_are_made_of_the_shown_and_zero_of_the_whole_is_not_told() -> None:
    part = hide(registered(ROWS), Audience.OUTSIDE, REGISTERED).part("schools")
    assert [line.cells[5] for line in part.lines] == [
        HIDDEN,
        at_least(66),
        HIDDEN,
        NO_DATA,
        at_least(71),
    ]
    assert part.totals[5] == at_least(37)
    assert registered(ROWS).part("schools").lines[2].cells[6] == NOT_APPLICABLE
    assert [line.cells[6] for line in part.lines] == [HIDDEN, HIDDEN, HIDDEN, NO_DATA, HIDDEN]


def test_parts_of_a_whole_are_told_only_when_settled_and_the_last_never() -> None:
    unsettled = hide(registered(ROWS), Audience.OUTSIDE, REGISTERED).part("schools")
    settled = replace(
        REGISTERED, settled=frozenset({("schools", "grade_6"), ("schools", "grade_7")})
    )
    seen = hide(registered(((3, 1, 9), (10, 5, 9))), Audience.OUTSIDE, settled).part("schools")
    assert {line.cells[1] for line in unsettled.lines} == {HIDDEN, NO_DATA}
    assert unsettled.totals[1:3] == (HIDDEN, HIDDEN)
    assert [line.cells[1] for line in seen.lines] == [HIDDEN, at_least(10)]
    assert [line.cells[2] for line in seen.lines] == [HIDDEN, HIDDEN]
    assert (seen.totals[1], seen.totals[2]) == (at_least(10), HIDDEN)


def test_a_withheld_column_is_never_told() -> None:
    withheld = replace(REGISTERED, withheld=frozenset({("schools", "total")}))
    seen = hide(registered(ROWS), Audience.OUTSIDE, withheld)
    assert {line.cells[3] for line in seen.part("schools").lines} == {HIDDEN, NO_DATA}
    assert (seen.part("schools").totals[3], seen.summary.fact) == (HIDDEN, HIDDEN)


def test_the_main_number_is_the_total_as_shown_and_its_comparison_is_withheld() -> None:
    seen = hide(registered(ROWS), Audience.OUTSIDE, REGISTERED).summary
    assert seen == Summary("Учеников", at_least(30), counted(79), at_least(37), HIDDEN, HIDDEN)
    undeclared = hide(registered(ROWS), Audience.OUTSIDE, replace(REGISTERED, main=None)).summary
    assert (undeclared.fact, undeclared.percent) == (HIDDEN, HIDDEN)


def test_a_period_of_its_own_tells_no_protected_number() -> None:
    later = replace(registered(ROWS), period_from=date(2026, 10, 1))
    seen = hide(later, Audience.OUTSIDE, REGISTERED)
    part = seen.part("schools")
    assert {line.cells[3] for line in part.lines} == {HIDDEN, NO_DATA}
    assert (part.totals[3], seen.summary.fact) == (HIDDEN, HIDDEN)
    assert part.totals[4] == counted(79)


def test_a_report_says_how_its_numbers_are_told() -> None:
    (note,) = hide(registered(ROWS), Audience.OUTSIDE, REGISTERED).notes
    assert note.startswith("Числа детей показаны ступенями по 5: «не менее»")
    assert note.endswith(
        "«менее» и «скрыто» — ступень не достигнута (в том числе ноль) или число не сообщается. "
        "Итоги и проценты выведены из показанного. Точные числа видны самой школе."
    )
    both = replace(registered(ROWS), parts=(schools(ROWS), *impairments({"sight": 5}).parts))
    (note,) = hide(both, Audience.OUTSIDE, REGISTERED).notes
    assert note.startswith("Числа детей показаны ступенями по 5 и 10: ")


def test_hidden_says_nothing() -> None:
    assert Cell(State.HIDDEN) == HIDDEN


def test_a_total_is_never_told_to_be_less() -> None:
    seen = hide(registered(((3, 1, 10),)), Audience.OUTSIDE, REGISTERED).part("schools")
    assert (seen.lines[0].cells[3], seen.totals[3]) == (Cell(State.HIDDEN, 5), HIDDEN)


def test_the_last_of_three_parts_of_a_whole_is_never_told() -> None:
    keys = ("grade_6", "grade_7", "grade_8")
    columns = tuple(Column(key, "", summing=Summing.SUM, children=True) for key in keys)
    part = Part("schools", "", columns, (Line(("s",), (counted(20),) * 3),), (counted(20),) * 3)
    disclosure = Disclosure(
        lambda *_: Sensitivity.GROUP,
        BEGINS,
        settled=frozenset(("schools", key) for key in keys),
        partitions={("schools", "total"): keys},
    )
    seen = hide(report(1, [part], Summary("", NO_DATA)), Audience.OUTSIDE, disclosure)
    assert seen.part("schools").lines[0].cells == (at_least(20), at_least(20), HIDDEN)


def of_one_line(columns: Sequence[Column], cells: Sequence[Cell], *totals: Cell) -> Part:
    return Part("schools", "", tuple(columns), (Line(("s",), tuple(cells)),), totals)


TOTAL = Column("total", "Всего", summing=Summing.SUM, children=True)


def outside(part: Part, summary: Summary, disclosure: Disclosure = REGISTERED) -> Report:
    return hide(report(1, [part], summary), Audience.OUTSIDE, disclosure)


def test_children_who_need_no_protection_are_told_and_open() -> None:
    places = Column("places", "Мест", summing=Summing.SUM, opens=True, children=True)
    part = of_one_line((TOTAL, places), (counted(3), counted(3)), counted(3), counted(3))
    seen = outside(part, Summary("Учеников", counted(3))).part("schools")
    assert (seen.columns[1], seen.lines[0].cells[1], seen.totals[1]) == (
        places,
        counted(3),
        counted(3),
    )


def test_a_part_without_totals_has_none_and_its_main_number_is_not_told() -> None:
    seen = outside(of_one_line((TOTAL,), (counted(20),)), Summary("Учеников", counted(20)))
    assert seen.part("schools").totals == ()
    assert seen.summary.fact == HIDDEN
    country = report(1, [of_one_line((TOTAL,), (counted(40),))], Summary("", NO_DATA), COUNTRY)
    told_of_all = hide(country, Audience.OUTSIDE, REGISTERED, [seen, seen]).part("schools")
    assert told_of_all.lines[0].cells == (at_least(40),)


def test_a_total_of_its_own_kind_is_not_made_of_the_lines() -> None:
    mean = Column("total", "В среднем", children=True)
    seen = outside(of_one_line((mean,), (counted(20),), counted(20)), Summary("", counted(20)))
    assert seen.part("schools").lines[0].cells == (at_least(20),)
    assert seen.part("schools").totals == (HIDDEN,)


def test_a_mean_of_children_is_hidden() -> None:
    mean = Column("mean", "В среднем", summing=Summing.RATIO, children=True)
    part = of_one_line((TOTAL, mean), (counted(20), counted(3)), counted(20), counted(3))
    seen = outside(part, Summary("", counted(20))).part("schools")
    assert (seen.lines[0].cells[1], seen.totals[1]) == (HIDDEN, HIDDEN)


@pytest.mark.parametrize("parts", [("absent", "total"), ("total", "absent")])
def test_a_share_of_what_is_not_there_is_hidden(parts: tuple[str, str]) -> None:
    share = Column("share", "%", Kind.PERCENT, summing=Summing.RATIO, ratio=parts)
    part = of_one_line((TOTAL, share), (counted(20), counted(50)), counted(20), counted(50))
    seen = outside(part, Summary("", counted(20))).part("schools")
    assert seen.lines[0].cells == (at_least(20), HIDDEN)


def test_a_main_number_that_is_not_there_stays_so() -> None:
    part = of_one_line((TOTAL,), (counted(20),), counted(20))
    nothing = Summary("Учеников", NO_DATA, plan=counted(30))
    assert outside(part, nothing).summary == nothing


def test_a_percent_of_a_plan_that_counts_nobody_is_hidden() -> None:
    part = of_one_line((TOTAL,), (counted(20),), counted(20))
    money = Summary("Учеников", counted(20), Cell(State.VALUE, 25.5), counted(78))
    assert outside(part, money).summary.percent == HIDDEN


def test_a_main_number_of_which_nothing_is_declared_is_hidden() -> None:
    part = of_one_line((TOTAL,), (counted(20),), counted(20))
    seen = outside(part, Summary("", counted(20)), Disclosure(declared, BEGINS))
    assert seen.summary.fact == HIDDEN


@pytest.mark.parametrize(("cells", "totals"), [(1, 2), (2, 1), (2, 3)])
def test_a_part_whose_cells_do_not_fit_its_columns_is_not_told(cells: int, totals: int) -> None:
    columns = (TOTAL, Column("plan", "План", summing=Summing.SUM))
    part = of_one_line(columns, [counted(20)] * cells, *[counted(20)] * totals)
    with pytest.raises(ValueError, match="zip"):
        outside(part, Summary("", counted(20)))


def test_a_report_without_children_is_unchanged() -> None:
    plain = (Column("reach", "Охват", summing=Summing.SUM),)
    part = Part("measures", "", plain, (Line(("m1",), (counted(3),)),), (counted(3),))
    one = report(6, [part], Summary("Мер", counted(1)))
    assert hide(one, Audience.OUTSIDE, Disclosure(declared, BEGINS)) == one


# Report 8: groups of health, distinct children in the total, what is left in «не указано».

GROUPS = (
    Column("group", "Группа", Kind.TEXT),
    Column("students", "Учеников", summing=Summing.OWN, opens=True, children=True),
    Column("practicums", "Практикумов", summing=Summing.SUM),
)
IMPAIRMENTS = Disclosure(
    declared,
    BEGINS,
    settled=frozenset({("groups", "students")}),
    residual=frozenset({("groups", ("unknown",))}),
    main=("groups", "students"),
)


def impairments(numbers: dict[str, int], place: Place = REGION) -> Report:
    lines = tuple(
        Line((key,), (told(key), counted(number), counted(2))) for key, number in numbers.items()
    )
    total = counted(sum(numbers.values()))
    part = Part("groups", "", GROUPS, lines, (told(""), total, counted(2 * len(lines))))
    return report(8, [part], Summary("Детей", total), place)


def test_health_is_hidden_from_who_may_open_the_records_too() -> None:
    one = impairments({"hearing": 20, "sight": 0, "motor": 10, "unknown": 480})
    part = hide(one, Audience.RECORDS, IMPAIRMENTS).part("groups")
    assert [line.cells[1] for line in part.lines] == [at_least(20), HIDDEN, at_least(10), HIDDEN]
    assert [line.cells[2] for line in part.lines] == [counted(2)] * 4
    assert part.totals == (told(""), at_least(20), counted(8))
    assert hide(one, Audience.SCHOOL, IMPAIRMENTS) == one


def test_health_that_was_not_settled_is_not_told() -> None:
    one = impairments({"hearing": 20, "motor": 10})
    careless = replace(IMPAIRMENTS, settled=frozenset())
    seen = hide(one, Audience.RECORDS, careless)
    assert [line.cells[1] for line in seen.part("groups").lines] == [HIDDEN, HIDDEN]
    assert (seen.part("groups").totals[1], seen.summary.fact) == (HIDDEN, HIDDEN)


def test_a_country_says_what_its_regions_say_together() -> None:
    country = impairments({"hearing": 71, "sight": 18, "RU-TA": 60}, COUNTRY)
    regions = [
        hide(impairments(numbers), Audience.OUTSIDE, IMPAIRMENTS)
        for numbers in ({"hearing": 40, "sight": 9}, {"hearing": 31, "sight": 9})
    ]
    part = hide(country, Audience.OUTSIDE, IMPAIRMENTS, regions).part("groups")
    alone = hide(country, Audience.OUTSIDE, IMPAIRMENTS).part("groups")
    assert [line.cells[1] for line in part.lines] == [at_least(70), HIDDEN, at_least(70)]
    assert [line.cells[1] for line in alone.lines] == [HIDDEN, HIDDEN, HIDDEN]


def test_a_country_takes_nothing_from_a_region_that_is_not_hidden() -> None:
    country = impairments({"hearing": 71}, COUNTRY)
    seen = hide(country, Audience.OUTSIDE, IMPAIRMENTS, [impairments({"hearing": 71})])
    assert seen.part("groups").lines[0].cells[1] == HIDDEN


# Totals, shares and the main number add nothing: reports that show the same cells are the same.


def _moved(dice: random.Random, number: int, step: int) -> int:
    """Another number of the same step."""
    return number // step * step + dice.randrange(step)


def test_reports_of_the_same_shown_cells_are_the_same_to_the_last_total() -> None:
    differ = 0
    for seed in range(1_000):
        dice = random.Random(seed)
        totals = [(dice.randrange(40), dice.randrange(60)) for _ in range(dice.randrange(1, 9))]
        one, other = [], []
        for total, plan in totals:
            again = _moved(dice, total, 5)
            six, seven = dice.randrange(total + 1), dice.randrange(again + 1)
            one.append((six, total - six, plan))
            other.append((again - seven, seven, plan))
        first, second = registered(one), registered(other)
        differ += first != second
        assert hide(first, Audience.OUTSIDE, REGISTERED) == hide(
            second, Audience.OUTSIDE, REGISTERED
        )
    assert differ > 900


def test_settled_reports_of_the_same_shown_cells_are_the_same_to_the_last_total() -> None:
    for seed in range(1_000):
        dice = random.Random(seed)
        numbers = {f"g{place}": dice.randrange(60) for place in range(dice.randrange(1, 9))}
        moved = {key: _moved(dice, number, 10) for key, number in numbers.items()}
        first, second = (
            hide(
                impairments(each | {"unknown": dice.randrange(500)}), Audience.OUTSIDE, IMPAIRMENTS
            )
            for each in (numbers, moved)
        )
        assert first == second

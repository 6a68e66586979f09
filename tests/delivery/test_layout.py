"""What a message shows: the gravest first, few lines, everything counted."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.layout import LINES, digest_sheet, urgent_sheet
from delivery.message import written
from delivery.words import counted, source, unit
from graph.model.gap import GapChange, GapState, Severity
from queries.alert.digest import Carried, Change, Digest
from queries.rules.catalogue import CATALOGUE

TODAY = date(2019, 11, 12)
SITE = "https://orientir.example.org"
CASES = [(rule.id, case.id) for rule in CATALOGUE.values() for case in rule.cases.values()]


def gap(
    number: int = 0,
    days: int | None = -1,
    case: tuple[str, str] = ("R04", "no_navigator"),
    severity: Severity = Severity.B,
    state: GapState = GapState.OPEN,
    region: str = "RU-TA",
) -> Carried:
    due = None if days is None else TODAY + timedelta(days=days)
    return Carried(
        f"gap:{region}:{case[1]}:{number}", *case, severity, state, 1, 2, due, region,
        f"Регион {region}", TODAY, f"school-{number}", "School", f"Школа {number}", None,
    )  # fmt: skip


def headings(*gaps: Carried) -> list[tuple[str, int]]:
    sheet = digest_sheet(Digest(gaps), TODAY, SITE)
    return [(section.heading, section.total) for section in sheet.sections]


def test_the_gravest_first_then_by_how_late() -> None:
    assert headings(
        gap(1, None), gap(2, 3, state=GapState.UPCOMING), gap(3, 0), gap(4, -1),
        gap(5, None, severity=Severity.A), gap(6, -5, severity=Severity.A),
    ) == [
        ("Права ребёнка, закон или деньги", 2),
        ("Просрочено", 1),
        ("Срок сегодня", 1),
        ("Скоро срок", 1),
        ("Без срока", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("gaps", "subject"),
    [
        ((gap(1), gap(2), gap(3, 0)), "Ориентир, 12 ноября: 2 просрочено, 1 срок сегодня"),
        ((gap(1, 1, state=GapState.UPCOMING),), "Ориентир, 12 ноября: 1 скоро срок"),
        ((gap(1, None), gap(2, None)), "Ориентир, 12 ноября: 2 пробела"),
    ],
)
def test_the_subject_says_how_much_is_how_late(gaps: tuple[Carried, ...], subject: str) -> None:
    assert digest_sheet(Digest(gaps), TODAY, SITE).subject == subject


def test_the_subject_of_an_urgent_one_says_what_it_is_or_how_many() -> None:
    one = gap(1, case=("R06", "processed_after_refusal"), severity=Severity.A)
    other = gap(2, case=("R20", "held_before_contract"), severity=Severity.A, region="RU-BA")
    assert urgent_sheet(Digest((one,)), SITE).subject == (
        "Ориентир, срочно: Данные обрабатываются после отказа или отзыва согласия (Регион RU-TA)"
    )
    assert urgent_sheet(Digest((one, other)), SITE).subject == (
        "Ориентир, срочно: 2 пробела тяжести A (регионов — 2)"
    )


def test_many_of_one_kind_are_one_line_to_their_list() -> None:
    sheet = digest_sheet(Digest(tuple(gap(n) for n in range(30))), TODAY, SITE)
    ((line,),) = [section.lines for section in sheet.sections]
    assert (line.subject, line.link) == ("Школа 0 и ещё 29", f"{SITE}/regions/RU-TA?rule=R04")


def test_what_is_still_to_be_avoided_is_told_so() -> None:
    coming = gap(1, 1, ("R25", "not_submitted"), state=GapState.UPCOMING)
    (section,) = digest_sheet(Digest((coming,)), TODAY, SITE).sections
    assert section.lines[0].title == "Не допустить: отчёт не представлен в срок"
    assert section.lines[0].due == "срок 13 ноября"


def test_the_region_is_told_once_if_there_is_one() -> None:
    alone = written(digest_sheet(Digest((gap(1), gap(2, 0))), TODAY, SITE), "k" * 64, "p")
    both = written(digest_sheet(Digest((gap(1), gap(2, region="RU-BA"))), TODAY, SITE), "k", "p")
    assert alone.text.count("Регион RU-TA") == alone.html.count("Регион RU-TA") == 1
    for text in (both.text, both.html):
        assert "Регион RU-TA" in text
        assert "Регион RU-BA" in text


def test_changes_are_counted_and_named() -> None:
    changes = (
        Change(GapChange.CLOSED, "R04", "no_navigator", "RU-TA", "Регион RU-TA", 3),
        Change(GapChange.AVERTED, "R25", "not_submitted", "RU-TA", "Регион RU-TA", 1),
    )
    assert digest_sheet(Digest((gap(),), (), changes), TODAY, SITE).changes == (
        "закрыто 3: У школы нет зарегистрированного педагога-навигатора — 3",
        "предотвращено 1: Отчёт не представлен в срок — 1",
    )


def test_text_is_escaped_where_it_must_be() -> None:
    sheet = digest_sheet(Digest((gap(1, 0),)), TODAY, SITE + "/<x>&")
    message = written(sheet, "k" * 64, "p")
    assert "<x>&" in message.text
    assert "<x>" not in message.html


@pytest.mark.parametrize(
    ("told", "of"),
    [
        ("Школа № 5", ("School", "s", "Школа № 5", None)),
        ("отчёт № 4", ("ReportDuty", "d", None, 4)),
        ("наставник m:1", ("Mentor", "m:1", None, None)),
        ("участник s:1", ("Student", "s:1", None, None)),
    ],
)
def test_people_are_what_they_are_and_an_id(
    told: str, of: tuple[str, str, str | None, int | None]
) -> None:
    assert unit(*of).casefold() == told.casefold()


def test_words_agree_with_numbers_and_clauses() -> None:
    words = ("пробел", "пробела", "пробелов")
    assert [counted(n, *words).split()[1] for n in (1, 2, 5, 11, 12, 21, 102, 111)] == [
        "пробел", "пробела", "пробелов", "пробелов", "пробелов", "пробел", "пробела", "пробелов",
    ]  # fmt: skip
    assert (source("R04"), source("R06")) == ("R04, п. 5.2.1", "R06, пп. 5.2.3, 5.4.2")


GAPS = st.lists(
    st.builds(
        gap,
        st.integers(0, 10_000),
        st.none() | st.integers(-60, 30),
        st.sampled_from(CASES),
        st.sampled_from(Severity),
        st.sampled_from([GapState.OPEN, GapState.UPCOMING]),
        st.sampled_from(["RU-TA", "RU-BA", "RU-SA"]),
    ),
    min_size=1,
    max_size=80,
)


@given(GAPS)
def test_every_gap_is_shown_or_counted_and_no_message_is_long(gaps: list[Carried]) -> None:
    sheet = digest_sheet(Digest(tuple(gaps)), TODAY, SITE)
    assert sum(section.total for section in sheet.sections) == len(gaps)
    assert 1 <= sum(len(section.lines) for section in sheet.sections) <= LINES
    assert all(section.lines for section in sheet.sections)
    assert all(0 <= section.rest < section.total for section in sheet.sections)
    message = written(sheet, "k" * 64, "p")
    for line in chain.from_iterable(section.lines for section in sheet.sections):
        assert line.link in message.text
        assert line.source in message.text

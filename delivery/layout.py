"""What a message shows and in which order: few lines, the rest as a number with a link.

Pure: from what was read to what the templates print. Gaps of one case and region are one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from delivery import words
from graph.model.gap import GapChange, GapState, Severity
from queries.alert.digest import Carried, Change, Digest, Root

LINES: Final = 15
"""How many gaps a message names at most: what doesn't fit on a telephone isn't read."""

_A_SECTION: Final = 4
_REST_KEPT: Final = 1
_CHANGES: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message: what, whose, by when; `more` is a remark in small print."""

    title: str
    subject: str
    source: str
    region: str
    due: str
    link: str
    more: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the number of its gaps, lines, and how many gaps are left out."""

    heading: str
    total: int
    lines: tuple[Line, ...]
    rest: int
    link: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the templates print; `region` is told once if all is of one region, else """ ""

    subject: str
    region: str
    roots: tuple[Line, ...]
    sections: tuple[Section, ...]
    changes: tuple[str, ...]
    site: str


def digest_sheet(digest: Digest, day: date, site: str) -> Sheet:
    """The digest of a day."""
    roots = tuple(_root_line(root, day, site) for root in digest.roots)
    return Sheet(
        digest_subject(digest.carried, day),
        _only_region(digest),
        roots,
        _sections(digest.carried, LINES - len(roots), site),
        tuple(_change_lines(digest.changes)),
        site,
    )


def urgent_sheet(digest: Digest, site: str) -> Sheet:
    """What can't wait for a digest: gaps of severity A."""
    sections = _sections(digest.carried, LINES, site)
    return Sheet(urgent_subject(digest.carried), _only_region(digest), (), sections, (), site)


def _only_region(digest: Digest) -> str:
    names = {one.region_name for one in digest.carried}
    names |= {one.region_name for one in digest.roots}
    names |= {one.region_name for one in digest.changes}
    return names.pop() if len(names) == 1 else ""


def digest_subject(carried: Sequence[Carried], day: date) -> str:
    """«Ориентир, 12 ноября: 3 просрочено, 5 срок сегодня»."""
    parts = [
        f"{count} {word}"
        for word, count in (
            ("просрочено", sum(map(_is_late, carried))),
            ("срок сегодня", sum(map(_is_today, carried))),
            ("скоро срок", sum(map(_is_soon, carried))),
        )
        if count
    ]
    told = ", ".join(parts) or words.counted(len(carried), *words.GAPS)
    return f"Ориентир, {words.day(day)}: {told}"


def urgent_subject(carried: Sequence[Carried]) -> str:
    """What it is, if it is one thing; otherwise how many there are, and how many more."""
    first = carried[0]
    told = words.title(first.rule, first.case)
    if any((one.rule, one.case) != (first.rule, first.case) for one in carried):
        told = f"{words.counted(len(carried), *words.GAPS)} тяжести A"
    places = {one.region_name for one in carried}
    place = first.region_name if len(places) == 1 else f"регионов — {len(places)}"
    return f"Ориентир, срочно: {told} ({place})"


def _is_late(one: Carried) -> bool:
    return one.due_on is not None and one.due_on < one.today


def _is_today(one: Carried) -> bool:
    return one.due_on == one.today


def _is_soon(one: Carried) -> bool:
    return one.due_on is not None and one.due_on > one.today


def _is_grave(one: Carried) -> bool:
    return one.severity is Severity.A


def _is_undated(one: Carried) -> bool:
    return one.due_on is None


_KINDS: Final[tuple[tuple[str, Callable[[Carried], bool], str], ...]] = (
    ("Права ребёнка, закон или деньги", _is_grave, "severity=A"),
    ("Просрочено", _is_late, "overdue=1"),
    ("Срок сегодня", _is_today, "sort=due"),
    ("Скоро срок", _is_soon, "state=upcoming"),
    ("Без срока", _is_undated, "sort=severity"),
)


def _sections(carried: Sequence[Carried], lines: int, site: str) -> tuple[Section, ...]:
    """Each gap in the first section that it fits; every section keeps at least one line."""
    left = list(carried)
    chosen: list[tuple[str, str, list[Carried]]] = []
    for heading, fits, query in _KINDS:
        mine = [one for one in left if fits(one)]
        left = [one for one in left if not fits(one)]
        if mine:
            chosen.append((heading, query, mine))
    sections = []
    for number, (heading, query, mine) in enumerate(chosen):
        kept_for_others = _REST_KEPT * (len(chosen) - number - 1)
        room = min(_A_SECTION, lines - kept_for_others) if len(chosen) > 1 else lines
        sections.append(_section(heading, query, mine, room, site))
        lines -= len(sections[-1].lines)
    return tuple(sections)


def _section(heading: str, query: str, gaps: list[Carried], room: int, site: str) -> Section:
    groups: dict[tuple[str, str, str], list[Carried]] = {}
    for one in gaps:
        groups.setdefault((one.region, one.rule, one.case), []).append(one)
    shown = list(groups.values())[:room]
    rest = len(gaps) - sum(map(len, shown))
    return Section(
        heading,
        len(gaps),
        tuple(_line(group, site) for group in shown),
        rest,
        _list_link({one.region for one in gaps}, query, site),
    )


def _line(group: Sequence[Carried], site: str) -> Line:
    first = group[0]
    subject = words.unit(first.unit_label, first.unit, first.unit_name, first.form)
    link = gap_link(first.id, site)
    if len(group) > 1:
        subject += f" и ещё {len(group) - 1}"
        link = _list_link({first.region}, f"rule={quote(first.rule)}", site)
    return Line(
        _title(first),
        subject,
        words.source(first.rule),
        first.region_name,
        _due(first),
        link,
        words.advice(first.rule, first.case),
        _is_late(first),
    )


def _title(one: Carried) -> str:
    """What is wrong; of what isn't yet, what is to be avoided."""
    title = words.title(one.rule, one.case)
    if one.state is GapState.UPCOMING and not _is_late(one):
        return f"Не допустить: {title[:1].lower()}{title[1:]}"
    return title


def _due(one: Carried) -> str:
    if one.due_on is None:
        return "срока нет"
    if _is_today(one):
        return "срок сегодня"
    return f"{'срок был' if _is_late(one) else 'срок'} {words.day(one.due_on)}"


def _root_line(root: Root, day: date, site: str) -> Line:
    gap, cause = root.gap, root.cause
    held = [
        words.counted(cause.blocked_gaps, *words.GAPS) if cause.blocked_gaps else "",
        words.counted(cause.blocked_children, "ребёнок", "ребёнка", "детей")
        if cause.blocked_children
        else "",
        f"отчёты № {', '.join(map(str, cause.reports))}" if cause.reports else "",
    ]
    told = ", ".join(filter(None, held))
    return Line(
        words.title(gap.rule, gap.case),
        words.unit(gap.unit_label or "", gap.unit or "", root.unit_name),
        words.source(gap.rule),
        root.region_name,
        _root_due(gap.due_on, day),
        gap_link(gap.id, site),
        f"держит: {told}" if told else "",
    )


def _root_due(due_on: date | None, day: date) -> str:
    if due_on is None:
        return "срока нет"
    return f"{'срок был' if due_on < day else 'срок'} {words.day(due_on)}"


_CHANGED: Final = {
    GapChange.CLOSED: "закрыто",
    GapChange.AVERTED: "предотвращено",
    GapChange.REOPENED: "открыто снова",
}


def _at(one: Change, changes: Sequence[Change]) -> str:
    return f" ({one.region_name})" if len({other.region for other in changes}) > 1 else ""


def _change_lines(changes: Sequence[Change]) -> Iterable[str]:
    for change, word in _CHANGED.items():
        mine = [one for one in changes if one.change is change]
        if not mine:
            continue
        named = "; ".join(
            f"{words.title(one.rule, one.case)} — {one.gaps}{_at(one, changes)}"
            for one in mine[:_CHANGES]
        )
        others = sum(one.gaps for one in mine[_CHANGES:])
        rest = f"; и ещё {others}" if others else ""
        yield f"{word} {sum(one.gaps for one in mine)}: {named}{rest}"


def gap_link(gap: str, site: str) -> str:
    """The page of a gap."""
    return f"{site}/gaps/{quote(gap, safe=':')}"


def _list_link(regions: set[str], query: str, site: str) -> str:
    if len(regions) > 1:
        return f"{site}/"
    return f"{site}/regions/{quote(next(iter(regions)))}?{query}"

"""Ways in which changes write, made of the model: create, change, begin and end an interval.

Each returns what a declaration takes as `apply`. Rows go through graph.writing, so that what the
model forbids is refused there, with the field's name.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from graph.declaration import Cardinality, Relationship
from graph.model import MODEL
from graph.session import Row
from graph.writing import detach, write_links, write_nodes
from queries.changes.declaration import Apply
from queries.changes.field import Place
from queries.changes.reading import Known
from queries.changes.refusing import RefusedError, StepError
from queries.changes.work import Work

Fill = Callable[[Work], Awaitable[Row]]


def creates(
    label: str, *, now: tuple[str, ...] = (), fill: Fill | None = None, **constants: Any
) -> Apply:
    """A new record: its fields, these constants, the moment in `now`, and what `fill` adds."""

    async def apply(work: Work) -> None:
        made = work.new(label)
        row = _given(work, label) | constants | dict.fromkeys(now, work.at)
        if fill is not None:
            row |= await fill(work)
        await write_nodes(work.writer, label, [row | {"id": made}])
        await _write_lists(work, label, made)

    return apply


def changes(
    label: str, *, now: tuple[str, ...] = (), fill: Fill | None = None, **constants: Any
) -> Apply:
    """The subject's given fields, these constants, the moment in `now`, and what `fill` adds.

    A constant of None, and a field given as nothing, is removed.
    """

    async def apply(work: Work) -> None:
        subject = work.subject
        work.touch(label, subject.id)
        row = _given(work, label) | constants | dict.fromkeys(now, work.at)
        if fill is not None:
            row |= await fill(work)
        cleared: Row = dict.fromkeys(_properties(label) & work.cleared)
        await _detach_changed(work, label, row)
        await write_nodes(work.writer, label, [present_row(subject) | cleared | row])
        await _write_lists(work, label, subject.id)

    return apply


def begins(label: str, link: str, *, source: str = "id", now: tuple[str, ...] = ()) -> Apply:
    """A link with an interval from the record in the field `source`; StepError if it lasts."""

    async def apply(work: Work) -> None:
        await begin(work, label, link, work.must(source), dict.fromkeys(now, work.at))

    return apply


async def begin(work: Work, label: str, link: str, source: Known, more: Row) -> None:
    """Begin the link that the input's field of that name leads to."""
    target = work.must(link)
    for one in source.links(link):
        if one["id"] == target.id and _lasts_on(one, work.given["from"]):
            raise StepError(link, "Эта связь уже действует: завершите её, прежде чем начать новую.")
    work.touch(label, source.id)
    await write_links(work.writer, label, link, [_interval(work, label, link, source.id) | more])


def moves(label: str, link: str) -> Apply:
    """End the subject's lasting link on the day the new one begins, and begin the new one."""

    async def apply(work: Work) -> None:
        subject = work.subject
        work.touch(label, subject.id)
        since: date = work.given["from"]
        for one in subject.links(link):
            if one.get("to") is None:
                await _end(work, label, link, one, since, "from")
        await write_links(work.writer, label, link, [_interval(work, label, link, subject.id)])

    return apply


def ends(label: str, link: str, *, source: str = "id") -> Apply:
    """End a link that lasts: to the target in the field of its name, or the only one."""

    async def apply(work: Work) -> None:
        record = work.must(source)
        work.touch(label, record.id)
        target = work.one(link)
        lasting = [
            one
            for one in record.links(link)
            if one.get("to") is None and (target is None or one["id"] == target.id)
        ]
        if not lasting:
            raise StepError(link if target else source, "Завершать нечего: такой связи нет.")
        for one in lasting:
            await _end(work, label, link, one, work.given["to"], "to", source=record)

    return apply


def absent(name: str, message: str) -> Callable[[Work], None]:
    """A check: the subject doesn't have this yet."""

    def check(work: Work) -> None:
        if work.subject.fields.get(name) is not None:
            raise StepError("id", message)

    return check


def present(name: str, message: str) -> Callable[[Work], None]:
    """A check: the subject has this already."""

    def check(work: Work) -> None:
        if work.subject.fields.get(name) is None:
            raise StepError("id", message)

    return check


def ordered(earlier: str, later: str, message: str) -> Callable[[Work], None]:
    """A check: of two days or moments that the record will have, one is not before the other."""

    def check(work: Work) -> None:
        first, second = work.value(earlier), work.value(later)
        if first is not None and second is not None and second < first:
            raise RefusedError(later if later in work.given else earlier, message)

    return check


async def person_of(work: Work, name: str) -> str:
    """The adult in the field `name`, or a new one of the input's names; the id."""
    known = work.one(name)
    if known is not None:
        return known.id
    row = work.owns("family_name", "given_name", "patronymic", "email", "phone")
    if not {"family_name", "given_name"} <= row.keys():
        raise RefusedError(name, "Назовите лицо: идентификатор или фамилию и имя.")
    made = work.new("Person")
    await write_nodes(work.writer, "Person", [row | {"id": made}])
    return made


def _given(work: Work, label: str) -> Row:
    """The given fields as a row: properties, and links that stand in a row."""
    row: Row = {}
    for one in work.fields:
        if one.place is Place.OWN and one.name in work.given:
            row[one.declared.name] = work.given[one.name]
        elif one.place is Place.LINK and not one.many and one.name in work.given:
            row[one.link] = _target(work, label, one.link, work.must(one.name))
    return row


def _target(work: Work, label: str, link: str, target: Known) -> str | Row:
    relationship = MODEL.link(label, link)
    if len(relationship.targets) == 1 and not relationship.all_properties:
        return target.id
    value: Row = {"id": target.id} | _link_properties(work, link)
    return value | ({"label": target.label} if len(relationship.targets) > 1 else {})


def _link_properties(work: Work, link: str) -> Row:
    return {
        one.name: work.given[one.name]
        for one in work.fields
        if one.place is Place.LINK_PROPERTY and one.link == link and one.name in work.given
    }


def _interval(work: Work, label: str, link: str, source: str) -> Row:
    """The row of a link that begins."""
    target = work.must(link)
    row: Row = {"source": source, "target": target.id} | _link_properties(work, link)
    several = len(MODEL.link(label, link).targets) > 1
    return row | ({"label": target.label} if several else {})


async def _write_lists(work: Work, label: str, source: str) -> None:
    """Links that stand in no row: the given list is all there is from now on."""
    for one in work.fields:
        if one.place is not Place.LINK or not one.many:
            continue
        if one.name not in work.given and one.name not in work.cleared:
            continue
        await detach(work.writer, label, one.link, [source])
        rows: list[Row] = [{"source": source, "target": to.id} for to in work.all(one.name)]
        if rows:
            await write_links(work.writer, label, one.link, rows)


async def _detach_changed(work: Work, label: str, row: Row) -> None:
    """Let go of links that will lead elsewhere, or nowhere."""
    for link in MODEL.links_of(label):
        if link.cardinality is Cardinality.MANY or link.interval:
            continue
        if link.link in row or link.link in work.cleared:
            await detach(work.writer, label, link.link, [work.subject.id])


def present_row(subject: Known) -> Row:
    """The record's row as it is: what a row of its label must have."""
    own = _properties(subject.label)
    row: Row = {name: value for name, value in subject.fields.items() if name in own}
    for link in MODEL.links_of(subject.label):
        if link.cardinality is Cardinality.ONE:
            row[link.link] = link_value(link, subject.links(link.link)[0])
    return row | {"id": subject.id}


def link_value(link: Relationship, value: Row) -> str | Row:
    """How a link stands in a node's row, of how it is known."""
    if len(link.targets) == 1 and not link.all_properties:
        return str(value["id"])
    return {k: v for k, v in value.items() if k != "label" or len(link.targets) > 1}


def _properties(label: str) -> frozenset[str]:
    return frozenset(one.name for one in MODEL.nodes[label].properties)


def _lasts_on(link: Row, day: date) -> bool:
    until: date | None = link.get("to")
    return until is None or day < until


async def _end(
    work: Work,
    label: str,
    link: str,
    value: Row,
    day: date,
    field: str,
    source: Known | None = None,
) -> None:
    if day <= value["from"]:
        raise RefusedError(field, f"Нужен день позже {value['from']:%d.%m.%Y}: тогда это началось.")
    own = {name: item for name, item in value.items() if name not in ("id", "label")}
    row: Row = own | {"source": (source or work.subject).id, "target": value["id"], "to": day}
    several = len(MODEL.link(label, link).targets) > 1
    if several:
        row["label"] = value["label"]
    await write_links(work.writer, label, link, [row])

"""What writing a record would change, against how it is known: operations, and words for people.

Pure. An operation is plain data that can be kept and carried out later, by anybody, once or twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from graph.declaration import Cardinality, Personal, Property, Relationship
from graph.model import MODEL
from graph.session import Row
from imports.draft import Moment
from imports.name import normalised
from imports.resolving import Record, Target
from queries.changes.reading import Known

GIVEN: Final = "given"
"""The only key of what stands for a value that is known when the import is written."""


@dataclass(slots=True)
class Operation:
    """All that is to be written of one record.

    `version` is what a known record must still have; None for a new one, which has `keys` by which
    nobody else may have become known since. `required` are links of a new record's own row,
    `links` rows of others `{target, label, properties}`; `ended` and `dropped` single links that
    end or go, `detached` links that go whole.
    """

    label: str
    id: str
    version: int | None
    keys: Sequence[Any] = ()
    fields: Row = field(default_factory=dict)
    required: Row = field(default_factory=dict)
    links: list[tuple[str, Row]] = field(default_factory=list)
    ended: list[tuple[str, Row]] = field(default_factory=list)
    dropped: list[tuple[str, Row]] = field(default_factory=list)
    detached: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a record, to be told by whoever knows names."""

    label: str
    id: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field or link of a record in the model's words; values are typed, or Names.

    `of_child`: what it was may be shown only while a consent is in force.
    """

    id: str
    record: str
    name: str
    was: tuple[Any, ...]
    now: tuple[Any, ...]
    declared: Property | None = None
    of_child: bool = False


def created(record: Record) -> Operation:
    """The whole of a new record."""
    label = record.label
    fields = {**record.draft.lacking, **record.draft.fields, **record.draft.once}
    fields |= {name: Moment.NOW for name, of in record.draft.along.items() if of in fields}
    kept = {name: _kept(value) for name, value in fields.items()}
    operation = Operation(label, record.id, None, record.keys, kept)
    for name, targets in record.links.items():
        relationship = MODEL.link(label, name)
        for target in targets:
            row = _link(target, {**target.properties, **target.once})
            if relationship.cardinality is Cardinality.ONE:
                operation.required[name] = row
            else:
                operation.links.append((name, row))
    return operation


def changed(record: Record, known: Known, today: date) -> tuple[Operation | None, list[Difference]]:
    """What differs from how it is known; None if nothing does."""
    if record.draft.keep:
        return None, []
    work = _Comparison(record, known, today)
    work.fields()
    for name, targets in record.links.items():
        work.link(MODEL.link(record.label, name), targets)
    work.altered()
    return (work.operation if work.differences else None), work.differences


@dataclass
class _Comparison:
    record: Record
    known: Known
    today: date
    operation: Operation = field(init=False)
    differences: list[Difference] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.operation = Operation(self.record.label, self.record.id, self.known.version)

    def fields(self) -> None:
        declared = {one.name: one for one in MODEL.nodes[self.record.label].properties}
        moments: Row = {}
        for name, value in self.record.draft.fields.items():
            if isinstance(value, Moment):
                moments[name] = _kept(value)
                continue
            was = self.known.fields.get(name)
            if not _equal(was, value):
                self.operation.fields[name] = _kept(value)
                self._tell(declared[name].ru, was, value, declared[name])
        for name, value in self.record.draft.lacking.items():
            if self.known.fields.get(name) is None and name not in self.record.draft.fields:
                self.operation.fields[name] = _kept(value)
                self._tell(declared[name].ru, None, value, declared[name])
        if self.operation.fields:
            self.operation.fields |= moments
        for name, of in self.record.draft.along.items():
            if of in self.operation.fields:
                self.operation.fields[name] = _kept(Moment.NOW)

    def altered(self) -> None:
        """Moments that go with the changes of a known record; after its fields and links."""
        links = {name for name, _ in self.operation.links}
        for name, of in self.record.draft.altered.items():
            if of & (self.operation.fields.keys() | links):
                self.operation.fields[name] = _kept(Moment.NOW)

    def link(self, relationship: Relationship, targets: Sequence[Target]) -> None:
        have = self.known.links(relationship.link)
        lasting = [one for one in have if not relationship.interval or one.get("to") is None]
        for target in targets:
            same = next((one for one in lasting if one["id"] == target.id), None)
            if same is None:
                self._begin(relationship, target, lasting)
            else:
                self._adjust(relationship, target, same)

    def _adjust(self, relationship: Relationship, target: Target, same: Row) -> None:
        declared = {one.name: one for one in relationship.all_properties}
        own = {k: v for k, v in same.items() if k not in ("id", "label")}
        differing = {
            name: value
            for name, value in target.properties.items()
            if not isinstance(value, Moment) and not _equal(own.get(name), value)
        }
        if not differing:
            return
        row = _link(target, {**own, **target.properties})
        self.operation.links.append((relationship.link, row))
        for name, value in differing.items():
            words = f"{relationship.ru}: {declared[name].ru}"
            self._tell(words, own.get(name), value, declared[name])

    def _begin(self, relationship: Relationship, target: Target, lasting: list[Row]) -> None:
        name, one_only = relationship.link, relationship.cardinality is not Cardinality.MANY
        given = {**target.properties, **target.once}
        if one_only and relationship.interval:
            self._end(relationship, lasting, given["from"])
        elif one_only and lasting:
            self.operation.detached.append(name)
        self.operation.links.append((name, _link(target, given)))
        was = tuple(Name(one["label"], one["id"]) for one in lasting) if one_only else ()
        now = (Name(target.label, target.id),)
        of_child = relationship.personal in (Personal.CHILD, Personal.SPECIAL)
        told = Difference(self.record.id, self._ru, relationship.ru, was, now, None, of_child)
        self.differences.append(told)

    def _end(self, relationship: Relationship, lasting: list[Row], since: Any) -> None:
        """What lasts ends the day the next begins; what began that day or later was a mistake."""
        begins = self.today if isinstance(since, Moment) else since
        for one in lasting:
            row = {"target": one["id"], "label": one["label"], "from": one["from"]}
            if one["from"] >= begins:
                self.operation.dropped.append((relationship.link, row))
            else:
                own = {k: v for k, v in one.items() if k not in ("id", "label")}
                row |= {"properties": own | {"to": _kept(since)}}
                self.operation.ended.append((relationship.link, row))

    def _tell(self, words: str, was: Any, now: Any, declared: Property) -> None:
        before = () if was in (None, []) else (was,)
        of_child = declared.personal_of_child
        told = Difference(self.record.id, self._ru, words, before, (now,), declared, of_child)
        self.differences.append(told)

    @property
    def _ru(self) -> str:
        return MODEL.nodes[self.record.label].ru


def _link(target: Target, properties: Mapping[str, Any]) -> Row:
    kept = {name: _kept(value) for name, value in properties.items()}
    return {"target": target.id, "label": target.label, "properties": kept}


def _kept(value: Any) -> Any:
    return {GIVEN: value.value} if isinstance(value, Moment) else value


def settled(value: Any, at: datetime, today: date) -> Any:
    """A value, or what it stands for once the import is written."""
    if isinstance(value, dict) and value.keys() == {GIVEN}:
        return at if value[GIVEN] == Moment.NOW.value else today
    return value


def _equal(was: Any, value: Any) -> bool:
    if isinstance(value, StrEnum):
        return bool(was == value.value)
    if isinstance(was, str) and isinstance(value, str):
        return was == value or _spelt_alike(was, value)
    if isinstance(was, list) and isinstance(value, list | tuple):
        return sorted(map(str, was)) == sorted(map(str, value))
    return bool(was == value)


def _spelt_alike(was: str, value: str) -> bool:
    """Whether a sheet only spells the same worse: «Алена» for «Алёна», capitals, other spaces."""
    if normalised(was) != normalised(value) or was in (was.lower(), was.upper()):
        return False
    return value.lower().count("ё") <= was.lower().count("ё")


def names_in(differences: Sequence[Difference]) -> Iterator[Name]:
    """Every record that is to be named."""
    for one in differences:
        yield from (value for value in (*one.was, *one.now) if isinstance(value, Name))


def overlaid(known: Known, operation: Operation) -> Known:
    """The record as it will be once this is written, but for its version."""
    fields: dict[str, Any] = dict(known.fields)
    fields |= operation.fields
    for name in operation.detached:
        fields[name] = []
    for name, row in (*operation.ended, *operation.dropped):
        fields[name] = [one for one in fields.get(name, ()) if not _same_link(one, row)]
    for name, row in operation.links:
        own = {k: None if _is_given(v) else v for k, v in row["properties"].items()}
        others = [one for one in fields.get(name, ()) if one["id"] != row["target"]]
        fields[name] = [*others, {"id": row["target"], "label": row["label"], **own}]
    return replace(known, fields=fields)


def _is_given(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {GIVEN}


def _same_link(one: Row, row: Row) -> bool:
    return bool(one["id"] == row["target"] and one.get("from") == row["from"])

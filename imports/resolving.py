"""The drafts of a row become records: known ones by their ids, others by ids of their own.

Pure, given what a Directory knows. A new id is made of the import and of the row that first asked
for the record, so that whoever resolves the same file again means the same records.
"""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from graph.model import MODEL
from imports.draft import Draft, Find, To
from imports.finding import Directory, Key
from imports.ways import WAYS

_NAMESPACE: Final = uuid.UUID("0d0f5b0e-5a55-5d5c-9f6e-0f2b6d1c7a11")
_AMBIGUOUS: Final = "Уточните остальные колонки, чтобы подошла одна запись, или впишите её номер."


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, and what it says; `once` only if it is new."""

    label: str
    id: str
    properties: Mapping[str, Any]
    once: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """A draft with its id; `keys` are by what a new one will be known."""

    draft: Draft
    id: str
    new: bool
    keys: tuple[Key, ...]
    links: Mapping[str, tuple[Target, ...]]

    @property
    def label(self) -> str:
        return self.draft.label

    @property
    def writes(self) -> bool:
        """Whether the row says anything of it, if it is known: it may only be named."""
        draft = self.draft
        return not draft.keep and bool(draft.fields or draft.links or draft.lacking)


class UnresolvedError(Exception):
    """A row names what isn't there, or what could be several; `column` is a column's key.

    `several` are the ids of the latter, if the row itself is about one of them.
    """

    def __init__(self, column: str, what: str, fix: str, several: tuple[str, ...] = ()) -> None:
        super().__init__(what)
        self.column = column
        self.what = what
        self.fix = fix
        self.several = several


@dataclass
class Resolver:
    """Resolves the rows of one file, in their order."""

    batch: str
    directory: Directory
    made: dict[Key, str] = field(default_factory=dict)

    def records(
        self, number: int, drafts: Sequence[Draft], same: str = "", fresh: bool = False
    ) -> list[Record]:
        """The records of a row: its own first, then the others, what they lead to last.

        `same` is the id that the first draft is said to be, `fresh` says that it is nobody known.
        UnresolvedError if the row can't be.
        """
        row = _Row(self, number)
        own = row.record(drafts[0], same, fresh)
        for draft in drafts[1:]:
            row.record(draft)
        return [own, *(one for one in reversed(row.records) if one is not own)]


@dataclass
class _Row:
    resolver: Resolver
    number: int
    records: list[Record] = field(default_factory=list)
    _done: dict[int, Record] = field(default_factory=dict)

    def record(self, draft: Draft, same: str = "", fresh: bool = False) -> Record:
        """The record of a draft, once for each."""
        if id(draft) in self._done:
            return self._done[id(draft)]
        keys = tuple((find.way, self._key(find)) for find in draft.find)
        found = same or ("" if fresh else self._known(draft, keys))
        made = self._made(keys)
        if not found and not made and not draft.make:
            raise UnresolvedError(_column(draft), *_missing(draft.label))
        new = not found
        record_id = found or made or self._id(draft)
        if new:
            for key, find in zip(keys, draft.find, strict=True):
                if find.ours:
                    self.resolver.made.setdefault(key, record_id)
        # Before its links: they may lead back to it.
        self._done[id(draft)] = Record(draft, record_id, new, keys if new else (), {})
        asked = {**draft.links, **draft.links_once} if new else draft.links
        links = {name: tuple(self._targets(draft, name, tos)) for name, tos in asked.items()}
        record = Record(draft, record_id, new, keys if new else (), links)
        self._done[id(draft)] = record
        self.records.append(record)
        return record

    def _known(self, draft: Draft, keys: Sequence[Key]) -> str:
        for key, find in zip(keys, draft.find, strict=True):
            ids = self.resolver.directory.ids(key)
            if len(ids) > 1:
                several = ids if draft.twins else ()
                raise UnresolvedError(find.column, *_several(draft.label, len(ids)), several)
            if ids:
                return ids[0]
        return ""

    def _made(self, keys: Sequence[Key]) -> str:
        return next((self.resolver.made[key] for key in keys if key in self.resolver.made), "")

    def _id(self, draft: Draft) -> str:
        if draft.natural_id:
            return draft.natural_id
        name = f"{self.resolver.batch}|{self.number}|{draft.label}|{len(self._done)}"
        return f"{draft.label.lower()}:{uuid.uuid5(_NAMESPACE, name).hex}"

    def _targets(self, draft: Draft, link: str, tos: Sequence[To]) -> Iterator[Target]:
        labels = MODEL.link(draft.label, link).targets
        for to in tos:
            if isinstance(to.target, Draft):
                record = self.record(to.target)
                yield Target(record.label, record.id, to.properties, to.once)
            else:
                label = WAYS[to.target.way].label
                if label not in labels:
                    raise ValueError(f"{draft.label}.{link} does not lead to {label}")
                yield Target(label, self._one(to.target, label), to.properties, to.once)

    def _one(self, find: Find, label: str) -> str:
        key = (find.way, self._key(find))
        ids = self.resolver.directory.ids(key)
        if len(ids) > 1:
            raise UnresolvedError(find.column, *_several(label, len(ids)))
        found = ids[0] if ids else self._made([key])
        if not found:
            raise UnresolvedError(find.column, *_missing(label))
        return found

    def _key(self, find: Find) -> Hashable:
        """The key with ids in the places of the records that it names."""
        if not isinstance(find.key, tuple):
            return find.key
        return tuple(self._part(part) for part in cast("tuple[object, ...]", find.key))

    def _part(self, part: object) -> object:
        if isinstance(part, Draft):
            return self.record(part).id
        if isinstance(part, Find):
            return self._one(part, WAYS[part.way].label)
        return part


def ways_of(drafts: Sequence[Draft]) -> frozenset[str]:
    """All ways that these drafts, and what they lead to, are looked for by."""
    found: set[str] = set()
    seen: set[int] = set()

    def draft(one: Draft) -> None:
        if id(one) in seen:
            return
        seen.add(id(one))
        for item in one.find:
            find(item)
        asked = (*one.links.values(), *one.links_once.values())
        for to in (to for tos in asked for to in tos):
            part(to.target)

    def find(one: Find) -> None:
        found.add(one.way)
        for item in one.key if isinstance(one.key, tuple) else ():
            part(item)

    def part(one: object) -> None:
        if isinstance(one, Draft):
            draft(one)
        elif isinstance(one, Find):
            find(one)

    for one in drafts:
        draft(one)
    return frozenset(found)


def _column(draft: Draft) -> str:
    return draft.find[0].column if draft.find else ""


def _missing(label: str) -> tuple[str, str]:
    ru = MODEL.nodes[label].ru
    return (
        f"в регионе нет такой записи: {ru}",
        "Проверьте написание или сначала внесите её (своим листом или в карточке).",
    )


def _several(label: str, count: int) -> tuple[str, str]:
    ru = MODEL.nodes[label].ru
    return f"под это подходит записей: {count} ({ru})", _AMBIGUOUS

"""One change at work inside its transaction: what was given, what is known, what was touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from graph.session import Row, Writer
from queries.changes.field import Field
from queries.changes.reading import Known, lock, snapshots
from queries.changes.refusing import NoRecordError
from queries.scope import Actor

Key = tuple[str, str]


@dataclass(slots=True)
class Work:
    """`given` is the checked input without empty fields; `cleared` names those given as nothing.

    `found` holds the records that the input names, by field. A record that is touched must have
    been among them, or been asked for by `know`, or be new.
    """

    writer: Writer
    actor: Actor
    given: Mapping[str, Any]
    cleared: frozenset[str]
    at: datetime
    identity: str
    fields: tuple[Field, ...]
    writes: frozenset[str]
    found: dict[str, list[Known]] = field(default_factory=dict)
    known: dict[Key, Known] = field(default_factory=dict)
    touched: list[Key] = field(default_factory=list)

    @property
    def subject(self) -> Known:
        """The record that is changed, as it was before."""
        return self.found["id"][0]

    @property
    def person(self) -> str | None:
        """The adult who makes the change; automation has none."""
        return self.actor.person

    def one(self, name: str) -> Known | None:
        """The record of a field, or None if it was not given."""
        records = self.found.get(name)
        return records[0] if records else None

    def must(self, name: str) -> Known:
        """The record of a required field."""
        record = self.one(name)
        if record is None:
            raise NoRecordError(name)
        return record

    def all(self, name: str) -> list[Known]:
        """The records of a field that holds a list."""
        return self.found.get(name, [])

    def value(self, name: str) -> Any:
        """What the record will have: the input's, else what it has now; None if neither."""
        if name in self.given or name in self.cleared:
            return self.given.get(name)
        return self.subject.fields.get(name) if "id" in self.found else None

    def new(self, label: str) -> str:
        """The id of a new record of a label, marked as touched; one a label."""
        made = f"{label.lower()}:{self.identity}"
        self.touch(label, made)
        return made

    def touch(self, label: str, *ids: str) -> None:
        """Say that these records are changed; the first ever said is the change's subject."""
        if label not in self.writes:
            raise ValueError(f"this change does not declare that it writes {label}")
        self.touched += [(label, id_) for id_ in ids if (label, id_) not in self.touched]

    async def know(self, label: str, ids: Collection[str]) -> list[Known]:
        """Lock records that the input didn't name, and remember them as they are."""
        asked = sorted(id_ for id_ in ids if (label, id_) not in self.known)
        await lock(self.writer, label, asked)
        await self.remember(label, asked)
        return [self.known[label, id_] for id_ in ids if (label, id_) in self.known]

    async def remember(self, label: str, ids: Iterable[str]) -> None:
        """Keep how these records are now, unless it is kept already."""
        for record in await snapshots(self.writer, label, list(ids)):
            self.known.setdefault((label, record.id), record)

    def owns(self, *names: str) -> Row:
        """Those of these fields that were given."""
        return {name: self.given[name] for name in names if name in self.given}

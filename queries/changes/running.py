"""Running a change: all of it in one transaction, or nothing.

In order: the role; the key of a repeat; every id that the input names, within scope; the expected
version; the change's own checks; the write; the audit; the versions. A transaction that the driver
repeats starts over from what is known before it, and one that dies leaves nothing.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from graph.errors import InvalidWriteError
from graph.session import Graph, Writer
from queries.audit.writing import OF_ALL, Subject, record_all
from queries.changes.declaration import Change
from queries.changes.input import Checked, checked, refused
from queries.changes.reading import Known, difference, in_scope, snapshots
from queries.changes.refusing import (
    NoRecordError,
    NotAllowedError,
    VersionConflictError,
)
from queries.changes.repeating import remember, repeated
from queries.changes.versions import bump
from queries.changes.work import Key, Work
from queries.scope import Actor


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change did: the record it is about, its version since, the audit's entry.

    `entry` is None where nothing became otherwise. `region` is "" for what belongs to none.
    """

    label: str
    id: str
    version: int
    entry: str | None
    region: str
    repeated: bool = False


async def run(
    graph: Graph,
    actor: Actor,
    change: Change,
    given: Mapping[str, Any],
    at: datetime,
    *,
    key: str | None = None,
    expected_version: int | None = None,
) -> Outcome:
    """Make a change on behalf of `actor` at the moment `at` of the network's clock.

    `key` is the client's own name of this request, up to 200 characters: a repeat with the same key
    gets the first outcome. Errors: ReadOnlyError, NotAllowedError, and those of refusing.
    """
    actor.may_change()
    if actor.role not in change.roles:
        raise NotAllowedError
    request = checked(change, given, key, expected_version)
    identity = uuid.uuid4().hex
    return await graph.write(lambda writer: _run(writer, actor, change, request, at, identity))


async def _run(
    writer: Writer, actor: Actor, change: Change, request: Checked, at: datetime, identity: str
) -> Outcome:
    first = await repeated(writer, actor, request, at)
    if first is not None:
        return replace(Outcome(**first), repeated=True)
    work = Work(
        writer, actor, request.given, request.cleared, at, identity, change.fields, change.writes
    )
    await _find(work)
    _expect(work, request.expected_version)
    for check in change.checks:
        check(work)
    try:
        await change.apply(work)
    except InvalidWriteError as error:
        raise refused(error) from None
    outcome = await _settle(work, change)
    await remember(writer, actor, request, outcome)
    return outcome


async def _find(work: Work) -> None:
    """Every record that the input names, or NoRecordError for the first that is not to be seen."""
    asked: dict[str, set[str]] = defaultdict(set)
    for one in work.fields:
        for label in one.refers if one.name in work.given else ():
            asked[label].update(_ids(work.given[one.name]))
    for label in sorted(asked):
        locked = label in work.writes
        seen = await in_scope(work.writer, work.actor, label, list(asked[label]), locked=locked)
        await work.remember(label, sorted(seen))
    for one in work.fields:
        if one.refers and one.name in work.given:
            work.found[one.name] = [
                _one_of(work, one.refers, id_, one.name) for id_ in _ids(work.given[one.name])
            ]


def _one_of(work: Work, labels: tuple[str, ...], id_: str, field: str) -> Known:
    for label in labels:
        if (label, id_) in work.known:
            return work.known[label, id_]
    raise NoRecordError(field)


def _ids(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _expect(work: Work, version: int | None) -> None:
    if version is not None and work.subject.version != version:
        raise VersionConflictError(work.subject.version)


async def _settle(work: Work, change: Change) -> Outcome:
    """Compare what was touched with what it was; audit and count what differs."""
    after = {
        (label, record.id): record
        for label in sorted({label for label, _ in work.touched})
        for record in await snapshots(
            work.writer, label, [id_ for of, id_ in work.touched if of == label]
        )
    }
    # What the change deleted has nothing any more.
    for key in work.touched:
        if key not in after:
            after[key] = replace(work.known[key], fields={})
    region = _region(work, after)
    subjects = []
    for key in work.touched:
        was = work.known[key].fields if key in work.known else {}
        before, now = difference(was, after[key].fields)
        if before or now:
            subjects.append(Subject(*key, before, now))
    versions = await bump(work.writer, [(one.label, one.id) for one in subjects])
    entries = await record_all(
        work.writer, work.actor.account, work.at, change.name, region, subjects
    )
    record = _about(work, change, after)
    version = versions.get((record.label, record.id), record.version)
    return Outcome(record.label, record.id, version, entries[0] if entries else None, region)


def _about(work: Work, change: Change, after: Mapping[Key, Known]) -> Known:
    """The record that the change is about: of its own label, else the one it was asked for."""
    for key in work.touched:
        if key[0] == change.label:
            return after[key]
    return work.subject


def _region(work: Work, after: Mapping[Key, Known]) -> str:
    """Whose chain it belongs to: the region of what was touched, else of what was named."""
    records = [after[key] for key in work.touched]
    named = [one for listed in work.found.values() for one in listed]
    return next((one.region for one in (*records, *named) if one.region), OF_ALL)

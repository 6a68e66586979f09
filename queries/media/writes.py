"""Uploading, marking and removing. A coordinator does it in the own region; others read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from graph.model.account import Role
from graph.model.practicum import MediaKind
from graph.session import Row, Writer
from graph.writing import detach, write_links, write_nodes
from queries.audit.writing import Subject, record, record_all
from queries.changes.versions import bump
from queries.media.errors import MediaRightError, NoPlaceError
from queries.scope import Actor

# Writing to the practicum locks it: the same file sent twice at once gets one node.
PLACE: LiteralString = """
MATCH (p:Practicum {id: $practicum})
WHERE ($scope_all OR p.region IN $scope_regions)
SET p.region = p.region
RETURN p.region AS region, COLLECT {
  MATCH (p)<-[:SHOWS]-(m:MediaFile {region: p.region})
  WHERE m.sha256 = $sha256 AND m.removed_at IS NULL
  RETURN m.id ORDER BY m.id
} AS same
"""

# The same for a file: whoever marks and who removes take turns.
LOCK: LiteralString = """
MATCH (m:MediaFile {id: $media})
WHERE ($scope_all OR m.region IN $scope_regions) AND m.removed_at IS NULL
SET m.region = m.region
RETURN m.region AS region, COLLECT {
  MATCH (m)-[:DEPICTS]->(child) RETURN child.id ORDER BY child.id
} AS children
"""

CHILDREN: LiteralString = """
MATCH (s:Student) WHERE s.id IN $children AND ($scope_all OR s.region IN $scope_regions)
RETURN s.id AS id
"""

REMOVED: LiteralString = """
MATCH (m:MediaFile {id: $media})
WHERE ($scope_all OR m.region IN $scope_regions)
SET m.removed_at = $at
"""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived."""

    practicum: str
    kind: MediaKind
    sha256: str
    size: int
    content_type: str


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The file's node; `made` is false where the same file was there already."""

    id: str
    made: bool


def may_write(actor: Actor) -> str:
    """The person who uploads, marks or removes; MediaRightError for who may not."""
    actor.may_change()
    if actor.role is not Role.COORDINATOR or actor.person is None:
        raise MediaRightError
    return actor.person


async def upload(writer: Writer, actor: Actor, file: Upload, at: datetime) -> Uploaded:
    """Write the node of a file that is in the store; the same file again changes nothing."""
    person = may_write(actor)
    place = actor.parameters(practicum=file.practicum, sha256=file.sha256)
    rows = await writer.rows(PLACE, place)
    if not rows:
        raise NoPlaceError
    if rows[0]["same"]:
        return Uploaded(rows[0]["same"][0], made=False)
    made = f"media:{uuid.uuid4().hex}"
    row: Row = {"id": made, "kind": file.kind.value, "sha256": file.sha256, "uploaded_at": at}
    row |= {"content_type": file.content_type, "size_bytes": file.size}
    row |= {"practicum": file.practicum, "uploaded_by": person}
    await write_nodes(writer, "MediaFile", [row])
    await _record(writer, actor, at, "upload_media", made, rows[0]["region"], {}, row)
    return Uploaded(made, made=True)


async def mark_children(
    writer: Writer, actor: Actor, media: str, children: list[str], at: datetime
) -> None:
    """Say which children a file shows, instead of what was said before; none is a valid answer."""
    may_write(actor)
    wanted = sorted(set(children))
    (before,) = await writer.rows(LOCK, actor.parameters(media=media)) or (None,)
    found = await writer.rows(CHILDREN, actor.parameters(children=wanted))
    if before is None or len(found) != len(wanted):
        raise NoPlaceError
    if before["children"] == wanted:
        return
    await detach(writer, "MediaFile", "depicts", [media])
    links = [{"source": media, "target": child} for child in wanted]
    await write_links(writer, "MediaFile", "depicts", links)
    await bump(writer, [("MediaFile", media)])
    was, now = {"depicts": before["children"]}, {"depicts": wanted}
    await _record(writer, actor, at, "mark_media", media, before["region"], was, now)


async def remove(writer: Writer, actor: Actor, media: str, at: datetime) -> None:
    """Take a file down: from now on nobody gets it. That it was there stays known."""
    may_write(actor)
    rows = await writer.rows(LOCK, actor.parameters(media=media))
    if not rows:
        raise NoPlaceError
    await writer.rows(REMOVED, actor.parameters(media=media, at=at))
    await bump(writer, [("MediaFile", media)])
    await _record(
        writer, actor, at, "remove_media", media, rows[0]["region"], {}, {"removed_at": at}
    )


async def note_views(
    writer: Writer, actor: Actor, media: Sequence[str], region: str, at: datetime
) -> None:
    """Remember that somebody got these files of a region, which show children, at once."""
    subjects = [Subject("MediaFile", one) for one in media]
    await record_all(writer, actor.account, at, "view_media", region, subjects)


async def note_view(writer: Writer, actor: Actor, media: str, region: str, at: datetime) -> None:
    """Remember that somebody got a file that shows children. Source: clause 7.1."""
    await _record(writer, actor, at, "view_media", media, region, {}, {})


async def _record(
    writer: Writer,
    actor: Actor,
    at: datetime,
    action: str,
    media: str,
    region: str,
    before: Row,
    after: Row,
) -> None:
    await record(writer, actor.account, at, action, "MediaFile", media, region, before, after)

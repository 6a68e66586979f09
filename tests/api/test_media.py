"""Photo and video: taken in, kept once, given only to those who may have them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from httpx import AsyncClient, Response

from graph.session import Graph, Writer
from graph.settings import Settings
from graph.writing import write_links, write_nodes
from queries.media.orphans import named
from store import open_store
from store.cleaning import clean
from tests.api.conftest import Clock, Enter, ask, codes, data
from tests.api.planted import FOREIGN, MINE, MOMENT, START, plant
from tests.unit.store.samples import EXIF, HTML, JPEG, MP4, PNG, SVG, files_in

pytestmark = pytest.mark.anyio

PHOTO = JPEG + "снимок практикума".encode()
HELD = date(2019, 10, 10)
CHILD, OTHER, FOREIGN_CHILD = f"{MINE}-child-0", f"{MINE}-child-1", f"{FOREIGN}-child-0"

MEDIA = """
MATCH (m:MediaFile)-[:SHOWS]->(p:Practicum)
OPTIONAL MATCH (m)-[:UPLOADED_BY]->(who)
RETURN m.id AS id, m.kind AS kind, m.sha256 AS sha256, m.size_bytes AS size, m.region AS region,
  m.content_type AS type, m.uploaded_at AS at, p.id AS practicum, who.id AS who
ORDER BY practicum
"""

# Everything of the graph but sign-ins: what a refusal must leave as it was.
STATE = """
MATCH (n) WHERE NOT n:SignIn AND NOT n:GraphRecord
RETURN count(n) AS nodes, count { (n)-[]->() } AS links, collect(DISTINCT labels(n)[0]) AS labels
"""
AUDIT = """
MATCH (e:AuditEntry {subject_label: 'MediaFile'})-[:MADE_BY]->(a:Account)
RETURN e.action AS action, e.subject_id AS id, a.id AS who, e.at AS at, e.chain AS chain
ORDER BY e.number
"""
DEPICTED = "MATCH (:MediaFile {id: $id})-[:DEPICTS]->(s) RETURN s.id AS id ORDER BY id"

MARK = """
mutation($id: ID!, $students: [ID!]!) { markMedia(id: $id, students: $students) { id } }
"""
REMOVE = "mutation($id: ID!) { removeMedia(id: $id) { id } }"
LISTED = """
query($kept: ID!, $removed: ID!, $practicum: ID!, $region: ID!, $before: DateTime!) {
  mediaFiles { ...Page }
  region(id: $region) { mediaFiles { ...Page } }
  practicum(id: $practicum) { mediaFiles { ...Page } }
  mediaFilesBy(by: [KIND]) { count }
  showing: practicums(filter: {mediaFiles: {some: {id: {eq: $removed}}}}) { totalCount }
  mediaFile(id: $removed) { id }
  node(id: $removed) { id }
  kept: mediaFile(id: $kept) { id }
  then: mediaFiles(asOf: $before) { totalCount edges { node { removedAt } } }
  alsoThen: mediaFile(id: $removed, asOf: $before) { id }
}
fragment Page on MediaFileConnection { totalCount edges { node { id removedAt } } }
"""
HISTORY = "query($id: ID!) { history(id: $id, first: 9) { edges { node { action } } } }"
ACCESS = "query($id: ID!) { mediaAccess(id: $id) { shown why address } }"


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    await graph.write(_practicums)
    return graph


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """Where the application's files are."""
    return tmp_path / "media"


def practicum(region: str, number: int = 1) -> str:
    return f"{region}-practicum-{number}"


async def send(
    client: AsyncClient,
    body: bytes | AsyncIterator[bytes] = PHOTO,
    to: str = practicum(MINE),
    kind: str = "photo",
    mime: str = "image/jpeg",
    **headers: str,
) -> Response:
    return await client.post(
        "/media",
        params={"practicum": to, "kind": kind},
        headers={"Content-Type": mime} | headers,
        content=body,
    )


async def sent(client: AsyncClient, body: bytes = PHOTO, to: str = practicum(MINE)) -> str:
    """Upload a photo; its id."""
    answer = await send(client, body, to)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def refusal(answer: Response) -> tuple[int, str]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]


async def test_a_photo_is_kept_by_its_fingerprint_and_written_down(
    enter: Enter, network: Graph, media: Path
) -> None:
    client = await enter("coordinator")
    answer = await send(client)
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    (row,) = await network.rows(MEDIA)
    assert answer.status_code == 201
    assert answer.json() == {"id": row["id"]}
    assert answer.headers["location"] == f"/media/{row['id']}"
    del row["id"]
    assert row == {
        "kind": "photo", "sha256": sha256, "size": len(PHOTO), "region": MINE,
        "type": "image/jpeg", "at": MOMENT, "practicum": practicum(MINE),
        "who": f"coordinator-{MINE}",
    }  # fmt: skip
    assert files_in(media.parent) == {f"media/{sha256[:2]}/{sha256[2:]}"}


async def test_a_video_of_many_pieces_is_taken_without_its_length(
    enter: Enter, network: Graph, media: Path
) -> None:
    client = await enter("coordinator")

    async def pieces() -> AsyncIterator[bytes]:
        yield MP4
        for _ in range(50):
            yield bytes(100_000)

    answer = await send(client, pieces(), kind="video", mime="video/mp4")
    assert answer.status_code == 201
    (row,) = await network.rows(MEDIA)
    assert (row["kind"], row["type"], row["size"]) == ("video", "video/mp4", len(MP4) + 5_000_000)
    got = await client.get(answer.headers["location"])
    assert hashlib.sha256(got.content).hexdigest() == row["sha256"]


async def test_the_same_file_is_one_node_a_practicum_and_one_file_in_all(
    enter: Enter, network: Graph, media: Path
) -> None:
    client = await enter("coordinator")
    at_once = await asyncio.gather(*(send(client) for _ in range(4)))
    assert sorted(answer.status_code for answer in at_once) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in at_once}) == 1
    await sent(client, PHOTO, practicum(MINE, 2))
    rows = await network.rows(MEDIA)
    assert [row["practicum"] for row in rows] == [practicum(MINE, 1), practicum(MINE, 2)]
    # Who, when, what: written with the node, and once.
    who = {"who": "account:coordinator", "at": MOMENT, "chain": MINE, "action": "upload_media"}
    assert await network.rows(AUDIT) == [{"id": row["id"]} | who for row in rows]
    assert len({row["sha256"] for row in rows}) == len(files_in(media)) == 1


@pytest.mark.parametrize(
    ("body", "kind", "mime", "refused"),
    [
        (HTML, "photo", "image/jpeg", (415, "BAD_FILE_TYPE")),
        (SVG, "photo", "image/svg+xml", (415, "BAD_FILE_TYPE")),
        (PNG, "photo", "image/jpeg", (415, "BAD_FILE_TYPE")),
        (JPEG, "video", "image/jpeg", (415, "BAD_FILE_TYPE")),
        (MP4, "photo", "image/jpeg", (415, "BAD_FILE_TYPE")),
        (JPEG, "photo", "multipart/form-data; boundary=x", (415, "BAD_FILE_TYPE")),
        (b"", "photo", "image/jpeg", (415, "BAD_FILE_TYPE")),
        (JPEG + bytes(20_000_000), "photo", "image/jpeg", (413, "TOO_LARGE")),
        (JPEG, "", "image/jpeg", (400, "BAD_REQUEST")),
        (JPEG, "document", "image/jpeg", (400, "BAD_REQUEST")),
    ],
)
async def test_what_is_refused_leaves_nothing(
    enter: Enter,
    network: Graph,
    tmp_path: Path,
    body: bytes,
    kind: str,
    mime: str,
    refused: tuple[int, str],
) -> None:
    client = await enter("coordinator")
    before = await network.rows(STATE)
    assert refusal(await send(client, body, kind=kind, mime=mime)) == refused
    assert files_in(tmp_path) == set()
    assert await network.rows(STATE) == before


async def test_too_large_is_noticed_whatever_the_length_is_said_to_be(
    enter: Enter, network: Graph, tmp_path: Path
) -> None:
    client = await enter("coordinator")
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        yield JPEG
        while True:
            read += 1
            yield bytes(1_000_000)

    assert refusal(await send(client, endless())) == (413, "TOO_LARGE")
    assert read == 20
    assert files_in(tmp_path) == set()
    assert await network.rows(MEDIA) == []


async def test_only_a_coordinator_sends_and_only_to_the_own_region(
    enter: Enter, network: Graph, tmp_path: Path
) -> None:
    before = await network.rows(STATE)
    for login in ("curator", "head"):
        assert refusal(await send(await enter(login))) == (403, "FORBIDDEN")
    client = await enter("coordinator")
    foreign, unknown = [await send(client, to=p) for p in (practicum(FOREIGN), "нет такого")]
    assert refusal(foreign) == (400, "NOT_FOUND")
    assert foreign.content == unknown.content
    assert files_in(tmp_path) == set()
    assert await network.rows(STATE) == before


async def test_a_page_of_another_site_sends_nothing(
    enter: Enter, network: Graph, anonymous: AsyncClient, tmp_path: Path
) -> None:
    client = await enter("coordinator")
    answer = await send(client, Origin="https://elsewhere.test")
    assert refusal(answer) == (403, "BAD_ORIGIN")
    assert refusal(await send(anonymous)) == (401, "UNAUTHENTICATED")
    assert files_in(tmp_path) == set()
    assert await network.rows(MEDIA) == []


async def test_a_file_is_given_as_a_thing_to_keep_not_to_open(enter: Enter, network: Graph) -> None:
    client = await enter("coordinator")
    identity = await sent(client)
    for login in ("coordinator", "curator", "head"):
        got = await (await enter(login)).get(f"/media/{identity}")
        assert (got.status_code, got.content) == (200, PHOTO)
    name = identity.rpartition(":")[2][:8]
    expected = {
        "content-type": "image/jpeg",
        "content-length": str(len(PHOTO)),
        "content-disposition": f'attachment; filename="media-{name}.jpg"',
        "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "accept-ranges": "bytes",
    }
    assert expected.items() <= dict(got.headers).items()


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-", 200, slice(0, None)),
        ("bytes=4-", 206, slice(4, None)),
        ("bytes=2-5", 206, slice(2, 6)),
        ("bytes=5-9999999", 206, slice(5, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=-9999999", 200, slice(0, None)),
        ("bytes=5-2", 200, slice(0, None)),
        ("bytes=0-1,3-4", 200, slice(0, None)),
        ("lines=1-2", 200, slice(0, None)),
        ("bytes=9999999-", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
    ],
)
async def test_a_part_of_a_file(
    enter: Enter, network: Graph, asked: str, status: int, part: slice
) -> None:
    client = await enter("coordinator")
    got = await client.get(f"/media/{await sent(client)}", headers={"Range": asked})
    assert (got.status_code, got.content) == (status, PHOTO[part])
    if status == 206:
        begin = len(PHOTO) - len(got.content) if part.stop is None else part.start
        end = begin + len(got.content) - 1
        assert got.headers["content-range"] == f"bytes {begin}-{end}/{len(PHOTO)}"
    if status == 416:
        assert got.headers["content-range"] == f"bytes */{len(PHOTO)}"


async def test_a_foreign_file_answers_as_one_that_does_not_exist(
    enter: Enter, network: Graph, anonymous: AsyncClient
) -> None:
    coordinator = await enter("coordinator")
    identity = await sent(coordinator)
    await network.change("MATCH (m:MediaFile) SET m.region = $region", {"region": FOREIGN})
    await network.change(
        "MATCH (m:MediaFile)-[s:SHOWS]->(), (p:Practicum {id: $id}) DELETE s "
        "MERGE (m)-[:SHOWS]->(p)",
        {"id": practicum(FOREIGN)},
    )
    foreign = await coordinator.get(f"/media/{identity}")
    unknown = await coordinator.get("/media/media:0000")
    assert refusal(foreign) == (404, "NOT_FOUND")
    assert foreign.content == unknown.content
    told = [
        await coordinator.get(f"/media/{i}", headers={"Range": "bytes=0-3"})
        for i in (identity, "x")
    ]
    assert told[0].content == told[1].content == foreign.content
    for query in (ACCESS, MARK, REMOVE):
        answers = [await ask(coordinator, query, id=i, students=[]) for i in (identity, "x")]
        assert answers[0] == answers[1]
    assert (await data(coordinator, ACCESS, id=identity)) == {"mediaAccess": None}
    assert (await (await enter("head")).get(f"/media/{identity}")).status_code == 200
    assert (await anonymous.get(f"/media/{identity}")).status_code == 303


async def test_a_child_who_may_not_be_shown_hides_the_file_from_everybody(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    identity = await sent(client)
    await data(client, MARK, id=identity, students=[CHILD, OTHER, CHILD])
    for login in ("coordinator", "curator", "head"):
        viewer = await enter(login)
        assert refusal(await viewer.get(f"/media/{identity}")) == (403, "IMAGE_WITHOUT_CONSENT")
        access = (await data(viewer, ACCESS, id=identity))["mediaAccess"]
        assert access["shown"] is False
        assert "нельзя снимать по согласию" in access["why"]
        assert "Петров" not in access["why"]
    await network.write(_consents)
    access = (await data(client, ACCESS, id=identity))["mediaAccess"]
    assert access == {"shown": True, "why": None, "address": f"/media/{identity}"}
    assert (await client.get(f"/media/{identity}")).content == PHOTO
    assert [row["action"] for row in await network.rows(AUDIT)] == [
        "upload_media", "mark_media", "view_media",
    ]  # fmt: skip


async def test_marking_replaces_what_was_marked_and_takes_children_of_the_region_only(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    identity = await sent(client)
    await data(client, MARK, id=identity, students=[CHILD])
    await data(client, MARK, id=identity, students=[OTHER, CHILD])
    assert [row["id"] for row in await network.rows(DEPICTED, {"id": identity})] == [CHILD, OTHER]
    answers = [
        await ask(client, MARK, id=identity, students=[CHILD, child])
        for child in (FOREIGN_CHILD, "нет такого")
    ]
    assert codes(answers[0]) == ["NOT_FOUND"]
    assert answers[0] == answers[1]
    many = [f"{MINE}-child-{i}" for i in range(251)]
    assert codes(await ask(client, MARK, id=identity, students=many)) == ["LIST_TOO_LONG"]
    for login in ("curator", "head"):
        refused = await ask(await enter(login), MARK, id=identity, students=[])
        assert codes(refused) == ["FORBIDDEN_FIELD"]
    assert [row["id"] for row in await network.rows(DEPICTED, {"id": identity})] == [CHILD, OTHER]
    await data(client, MARK, id=identity, students=[])
    assert await network.rows(DEPICTED, {"id": identity}) == []


async def test_a_removed_file_is_given_to_nobody_and_may_come_again(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    identity = await sent(client)
    for login in ("curator", "head"):
        assert codes(await ask(await enter(login), REMOVE, id=identity)) == ["FORBIDDEN_FIELD"]
    assert (await client.get(f"/media/{identity}")).status_code == 200
    await data(client, REMOVE, id=identity)
    assert refusal(await client.get(f"/media/{identity}")) == (404, "NOT_FOUND")
    for query in (MARK, REMOVE):
        assert codes(await ask(client, query, id=identity, students=[])) == ["NOT_FOUND"]
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    assert await network.read(lambda reader: named(reader, [sha256])) == set()
    again = await sent(client)
    assert again != identity
    assert (await client.get(f"/media/{again}")).content == PHOTO
    assert await network.read(lambda reader: named(reader, [sha256, "0"])) == {sha256}


async def test_a_removed_file_is_neither_listed_nor_counted_but_its_history_is_read(
    enter: Enter, network: Graph, clock: Clock
) -> None:
    client = await enter("coordinator")
    kept, removed = await sent(client), await sent(client, EXIF)
    clock.pass_(timedelta(minutes=1))
    before = clock().isoformat()
    clock.pass_(timedelta(minutes=1))
    await data(client, REMOVE, id=removed)
    one = {"totalCount": 1, "edges": [{"node": {"id": kept, "removedAt": None}}]}
    ids = {"kept": kept, "removed": removed, "practicum": practicum(MINE), "region": MINE}
    for login in ("coordinator", "curator", "head"):
        viewer = await enter(login)
        assert await data(viewer, LISTED, **ids, before=before) == {
            "mediaFiles": one,
            "region": {"mediaFiles": one},
            "practicum": {"mediaFiles": one},
            "mediaFilesBy": [{"count": 1}],
            "showing": {"totalCount": 0},
            "mediaFile": None,
            "node": None,
            "kept": {"id": kept},
            "then": {"totalCount": 2, "edges": [{"node": {"removedAt": None}}] * 2},
            "alsoThen": {"id": removed},
        }
        assert refusal(await viewer.get(f"/media/{removed}")) == (404, "NOT_FOUND")
        told = (await data(viewer, HISTORY, id=removed))["history"]["edges"]
        assert [edge["node"]["action"] for edge in told] == ["remove_media", "upload_media"]


async def test_cleaning_deletes_removed_files_and_orphans_and_nothing_else(
    enter: Enter, network: Graph, tmp_path: Path, media: Path
) -> None:
    client = await enter("coordinator")
    kept, removed = await sent(client), await sent(client, EXIF)
    await data(client, REMOVE, id=removed)
    # The process was killed after the bytes and before the node.
    orphan = await sent(client, JPEG)
    await network.change("MATCH (m:MediaFile {id: $id}) DETACH DELETE m", {"id": orphan})

    async def still_named(fingerprints: list[str]) -> set[str]:
        return await network.read(lambda reader: named(reader, fingerprints))

    files = open_store(Settings(home=tmp_path))
    now = datetime.now(UTC)
    assert await clean(files, still_named, now) == 0
    assert len(files_in(media)) == 3
    assert await clean(files, still_named, now + timedelta(days=1, minutes=1)) == 2
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    assert files_in(media) == {f"{sha256[:2]}/{sha256[2:]}"}
    assert (await client.get(f"/media/{kept}")).content == PHOTO


async def test_a_file_the_store_has_lost_is_told_apart_from_one_that_never_was(
    enter: Enter, network: Graph, media: Path
) -> None:
    client = await enter("coordinator")
    identity = await sent(client)
    for name in files_in(media):
        (media / name).unlink()
    assert refusal(await client.get(f"/media/{identity}")) == (404, "FILE_MISSING")
    # Sending it again heals it.
    assert (await send(client)).status_code == 200
    assert (await client.get(f"/media/{identity}")).content == PHOTO


async def test_no_name_and_no_id_of_a_file_is_logged(
    enter: Enter, network: Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    client = await enter("coordinator")
    named_by_client = {"Content-Disposition": 'attachment; filename="Petrov_Petr.jpg"'}
    answer = await send(client, EXIF, **named_by_client)
    identity = answer.json()["id"]
    await client.get(f"/media/{identity}")
    await send(client, HTML)
    logged = capsys.readouterr().err
    assert '"route": "/media"' in logged
    assert '"route": "/media/{media}"' in logged
    for secret in ("Petrov", practicum(MINE), identity, hashlib.sha256(EXIF).hexdigest()):
        assert secret not in logged
    assert "Petrov" not in str(await network.rows("MATCH (m:MediaFile) RETURN properties(m) AS p"))


async def _practicums(writer: Writer) -> None:
    for region in (MINE, FOREIGN):
        town, venue = f"{region}-town", f"{region}-venue"
        await write_nodes(
            writer, "Venue", [{"id": venue, "name": "Кванториум", "municipality": town}]
        )
        held = datetime(2019, 10, 10, 15, tzinfo=UTC)
        rows = [
            {
                "id": practicum(region, number), "title": "Веб-дизайн", "format": "introductory",
                "on_day": HELD, "posted_at": held, "held_at": held, "venue": venue,
                "campaign": "c2019",
            }
            for number in (1, 2)
        ]  # fmt: skip
        await write_nodes(writer, "Practicum", rows)


async def _consents(writer: Writer) -> None:
    people = [
        {"id": f"{child}-parent", "family_name": "Петрова", "given_name": "Анна", "in_region": MINE}
        for child in (CHILD, OTHER)
    ]
    await write_nodes(writer, "Guardian", people)
    since = date(2010, 1, 1)
    for child in (CHILD, OTHER):
        link = {"source": f"{child}-parent", "target": child, "legal": True, "from": since}
        await write_links(writer, "Guardian", "children", [link])
    rows = [
        {
            "id": f"{child}-images", "purposes": ["processing", "images"], "given_on": START,
            "child": child, "signed_by": f"{child}-parent",
        }
        for child in (CHILD, OTHER)
    ]  # fmt: skip
    await write_nodes(writer, "Consent", rows)

"""A child that came from a file is withdrawn and destroyed: its words are looked for everywhere.

Nothing here is ours to arrange: the server, the schedules with Prefect's own database, the commands
and a Neo4j whose files are read byte by byte. Takes minutes, so `make drill` runs it.
"""

from __future__ import annotations

import gzip
import io
import json
import logging
import os
import subprocess
import time
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, LiteralString

import anyio
import anyio.to_thread
import httpx
import pytest
from prefect.logging.handlers import APILogHandler

from api.app import create_app
from flows.import_watch import import_watch
from flows.retention import retention
from flows.scan import scan
from flows.tidy import tidy
from flows.watch import watch
from graph.audit_key import audit_key
from graph.migrations import migrate
from graph.server import LocalServer
from graph.session import Graph, Statement, Writer, connect
from graph.settings import Settings, settings
from graph.writing import write_links, write_nodes
from store import open_store
from tests.api.conftest import SITE, ask, data, sign_in
from tests.api.planted import MINE, MOMENT, PASSWORD, START, everything, fingerprint
from tests.api.test_withdrawal import EVERYTHING, FAMILY_AND_HEALTH, WITHDRAW
from tests.flows.conftest import PREFECTS_SOCKETS
from tests.flows.programs import command
from tests.flows.test_private import stored
from tests.graph.retention.conftest import EVERYTHING as HELD
from tests.unit.store.conftest import s3_settings
from tests.unit.store.samples import JPEG

pytestmark = [
    PREFECTS_SOCKETS,
    pytest.mark.anyio,
    pytest.mark.skipif("DRILL" not in os.environ, reason="минуты: make drill"),
]

MARK: Final = "анарейк"
"""In every personal text of the child, of either case; long texts only: Neo4j keeps a short one
within a record, shifted by bits, where no search for bytes would see it."""
BORN: Final = date(2008, 2, 29)
SCHOOL: Final = f"{MINE}-school-1"
ROLES: Final = ("coordinator", "curator", "head", "authority")
FAMILY, GIVEN = "Канарейкофамильская", "Канарейкоименованная"
PATRONYMIC, LATER = "Канарейкоотчествовна", "Канарейкоотчествовнановая"
TWICE: Final = "Канарейкодважды"
"""How the child was spelt in a second record, which becomes part of the first."""
CHILD: Final = f"{FAMILY};{GIVEN};{PATRONYMIC};29.02.2008"
SHEETS: Final = {
    "students": f"""\
Фамилия;Имя;Отчество;Дата рождения;Школа;Класс;Нозологическая группа;Дата регистрации
{CHILD};Школа 1, Республика Татарстан;8;Слабослышащие;10.09.2019
{TWICE};{GIVEN};{PATRONYMIC};29.02.2008;Школа 1, Республика Татарстан;8;;11.09.2019
""",
    "consents": f"""\
Фамилия участника;Имя участника;Отчество участника;Дата рождения;ФИО законного представителя;\
Кем приходится;Согласие на обработку;Согласие на фото;Дата согласия;Внесено на платформу
{CHILD};Канарейкородительская Канарейкомария Канарейковна;канарейкородство, приёмная мать;\
да;да;11.09.2019;12.09.2019
""",
    "stage_results": f"""\
Фамилия участника;Имя участника;Отчество участника;Дата рождения;Этап;Дата прохождения;\
Результат;Интегральное описание;Следующие шаги
{CHILD};1;20.09.2019;канарейкорезультат первого этапа;канарейкоописание всего вместе;\
канарейкошаги на будущее
""",
}

WORDS: Final = (
    FAMILY, GIVEN, LATER, BORN.isoformat(), "канарейкорезультат", "канарейкоописание",
    "канарейкошаги", "канарейкосовет", "Канарейкородительская", "канарейкородство",
)  # fmt: skip
"""What a coordinator reads of the child while the consent is in force."""

# The network's own clock: thirty days pass for the whole product, the server included.
CLOCK: LiteralString = """
MERGE (r:GraphRecord {id: 'graph'}) SET r.demo_moment = $moment, r.demo_loaded_at = $real
"""
FOUND: LiteralString = """
MATCH (s:Student {family_name: $family})<-[:FOR_CHILD]-(c:Consent)
RETURN s.id AS child, c.id AS consent
"""
SECOND: LiteralString = "MATCH (s:Student {family_name: $family}) RETURN s.id AS id"
MERGED: LiteralString = """
MATCH (m:MergedRecord)-[:MERGED_INTO]->(:Student {id: $id}) RETURN m.whole AS held
"""
KEPT_ROWS: LiteralString = """
MATCH (p:ImportPart) UNWIND [p.cells, p.plan, p.undo] AS packed
WITH packed WHERE packed IS NOT NULL
RETURN packed
"""
TIES: LiteralString = """
MATCH (s:Student {id: $id})
RETURN COUNT { (s)-[:HAS_IMPAIRMENT]->() } + COUNT { (s)<-[:GUARDIAN_OF]-() } AS ties,
  COUNT { (s)<-[:DESTROYED_OF]-() } AS acts
"""
INDEXES: LiteralString = """
SHOW INDEXES YIELD type, labelsOrTypes, properties, state
WHERE type <> 'LOOKUP' RETURN type, labelsOrTypes[0] AS label, properties, state
"""
ENROL: Final = """
mutation($id: ID!, $child: ID!) {
  done: enrolStudents(input: {id: $id, students: [$child]}) {
    __typename ... on Problem { code message }
  }
}
"""
ADVISE: Final = """
mutation($child: ID!, $by: ID!, $text: String!) {
  done: recommendAsNavigator(input: {student: $child, givenBy: $by, text: $text}) {
    __typename ... on Problem { code message }
  }
}
"""
CHANGE: Final = """
mutation($id: ID!, $text: String!) {
  done: changeStudent(input: {id: $id, patronymic: $text}) { __typename }
}
"""
MERGE: Final = """
mutation($id: ID!, $other: ID!) {
  done: mergeStudents(input: {id: $id, other: $other}) {
    __typename ... on Problem { code message }
  }
}
"""
MARK_PHOTO: Final = "mutation($id: ID!, $s: [ID!]!) { markMedia(id: $id, students: $s) { id } }"


@dataclass
class Place:
    """One deployment in one folder; everything the product keeps lies in `home`."""

    folder: Path
    settings: Settings
    child: str = ""
    twice: str = ""
    consent: str = ""
    needles: list[bytes] = field(default_factory=list)

    @property
    def home(self) -> Path:
        return self.settings.home

    @property
    def sheets(self) -> Path:
        return self.home / "sheets"

    def variables(self) -> dict[str, str]:
        return {
            "ORIENTIR_HOME": str(self.home),
            "ORIENTIR_DB_HEAP": self.settings.db_heap,
            "ORIENTIR_DB_PAGE_CACHE": self.settings.db_page_cache,
            "ORIENTIR_IMPORT_FOLDER": str(self.sheets),
            "ORIENTIR_BACKUP_FOLDER": str(self.home / "backups"),
            "ORIENTIR_AUDIT_KEY": audit_key(self.settings).decode(),
            **self._bucket(),
        }

    def _bucket(self) -> dict[str, str]:
        own = self.settings
        if own.media_s3_bucket is None or own.media_s3_secret is None:
            return {}
        return {
            "ORIENTIR_MEDIA_S3_BUCKET": own.media_s3_bucket,
            "ORIENTIR_MEDIA_S3_ENDPOINT": own.media_s3_endpoint or "",
            "ORIENTIR_MEDIA_S3_KEY_ID": own.media_s3_key_id or "",
            "ORIENTIR_MEDIA_S3_SECRET": own.media_s3_secret.get_secret_value(),
        }

    async def orientir(self, *arguments: str, **more: str) -> str:
        """What a command says; it has to succeed."""
        run = partial(
            subprocess.run, command(*arguments), env=os.environ | more, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        done = await anyio.to_thread.run_sync(run)
        with (self.home / "commands.log").open("a", encoding="utf-8") as log:
            log.write(done.stdout + done.stderr)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr


# What is there before the child comes


async def _network(writer: Writer) -> None:
    """A navigator, practicums past and to come, a group of impairments, an authority's account."""
    person = {"id": "navigator", "family_name": "Ким", "given_name": "Анна"}
    await write_nodes(writer, "Person", [person])
    guides = {"source": "navigator", "target": SCHOOL, "from": START}
    await write_links(writer, "Person", "navigates", [guides])
    await write_nodes(writer, "ImpairmentGroup", [{"id": "hearing", "name": "Слабослышащие"}])
    venue = {"id": "venue", "name": "Завод", "municipality": f"{MINE}-town"}
    await write_nodes(writer, "Venue", [venue])
    common = {"title": "Сайт", "format": "engaged", "venue": "venue", "campaign": "c2019"}
    days = {"held": date(2019, 10, 10), "soon": date(2019, 10, 20), "later": date(2019, 10, 25)}
    at = datetime(2019, 9, 20, 8, tzinfo=UTC)
    rows = [{"id": id_, "on_day": day, "posted_at": at, **common} for id_, day in days.items()]
    await write_nodes(writer, "Practicum", rows)
    login = {"id": "account:authority", "login": "authority", "role": "authority"}
    await write_nodes(writer, "Account", [login | {"password_hash": fingerprint()}])
    sees = {"source": login["id"], "target": MINE}
    await write_links(writer, "Account", "sees", [sees])


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Graph]:
    address = LocalServer.of(settings).address()
    key = audit_key(settings)
    async with connect(address.uri, address.user, address.password, audit_key=key) as graph:
        yield graph


async def at(graph: Graph, moment: datetime) -> None:
    await graph.change(CLOCK, {"moment": moment, "real": datetime.now(UTC)})


@pytest.fixture(params=["folder", "s3"])
async def place(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    prefect_server: None,
) -> AsyncIterator[Place]:
    """The network without the child; flows and commands find it as in a deployment.

    Photos are kept in its folder or in an S3 store.
    """
    home = tmp_path / "home"
    own = Settings(home=home)
    if request.param == "s3":
        own = s3_settings(request.getfixturevalue("s3_address"), home)
    sizes = {"db_heap": "768m", "db_page_cache": "128m", "request_seconds": 120}
    own = own.model_copy(update=sizes)
    made = Place(tmp_path, own)
    for name, value in made.variables().items():
        monkeypatch.setenv(name, value)
    async with running(own):
        async with opened(own) as graph:
            await migrate(graph)
            await graph.write(everything)
            await graph.write(_network)
        settings.cache_clear()
        yield made
    settings.cache_clear()


@asynccontextmanager
async def running(own: Settings) -> AsyncIterator[LocalServer]:
    """The Neo4j of these settings; a command may meanwhile have started it anew."""
    server = LocalServer.of(own)
    await anyio.to_thread.run_sync(lambda: server.start(owned=True))
    try:
        yield server
    finally:
        await anyio.to_thread.run_sync(server.stop)


@asynccontextmanager
async def everybody(own: Settings, graph: Graph) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """Signed in by the page, one of each role that people have, at the server of these settings."""
    async with AsyncExitStack() as stack:
        clients = {}
        app = create_app(own, graph)
        for role in ROLES:
            client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE)
            clients[role] = await stack.enter_async_context(client)
            assert (await sign_in(client, role, PASSWORD)).status_code == httpx.codes.SEE_OTHER
        yield clients


# The child, and what shows it


async def brought_in(place: Place, graph: Graph) -> None:
    """From files: one lies in the watched folder, two are loaded by the command."""
    waiting = place.sheets / MINE
    waiting.mkdir(parents=True)
    paths = {kind: place.folder / f"{kind}.csv" for kind in SHEETS}
    paths["students"] = waiting / "участники.csv"
    for kind, path in paths.items():
        path.write_text(SHEETS[kind], encoding="utf-8")
    old = time.time() - 300
    os.utime(paths["students"], (old, old))
    await import_watch()
    assert (waiting / "done" / "участники.csv").is_file()
    brought = [str(paths[kind]) for kind in ("consents", "stage_results")]
    await place.orientir("import", *brought, "--region", MINE, "--yes")
    (row,) = await graph.rows(FOUND, {"family": FAMILY})
    place.child, place.consent = row["child"], row["consent"]
    (second,) = await graph.rows(SECOND, {"family": TWICE})
    place.twice = second["id"]
    # Rows of sheets are kept deflated: what they look like on the disk.
    place.needles = [row["packed"][:100].encode() for row in await graph.rows(KEPT_ROWS)]
    assert len(place.needles) >= 6


async def used(place: Place, client: httpx.AsyncClient) -> str:
    """Merged, changed, enrolled, advised, photographed; the address of the photo."""
    assert await data(client, MERGE, id=place.child, other=place.twice) == CHANGED
    await data(client, CHANGE, id=place.child, text=LATER)
    assert await data(client, ENROL, id="soon", child=place.child) == CHANGED
    advice = {"by": "navigator", "text": "канарейкосовет педагога-навигатора"}
    assert await data(client, ADVISE, child=place.child, **advice) == CHANGED
    sent = await client.post(
        "/media", params={"practicum": "held", "kind": "photo"},
        headers={"Content-Type": "image/jpeg"}, content=JPEG + MARK.encode(),
    )  # fmt: skip
    photo = sent.json()["id"]
    assert "errors" not in await ask(client, MARK_PHOTO, id=photo, s=[place.child])
    return f"/media/{photo}"


CHANGED: Final = {"done": {"__typename": "Changed"}}


async def told(client: httpx.AsyncClient, place: Place, photo: str) -> str:
    """All that the product answers about the child: refusals, pages, files and GraphQL."""
    asked = {"id": place.child, "consent": place.consent, "school": SCHOOL, "region": MINE}
    about = {"id": place.child, "consent": place.consent}
    answers = [
        json.dumps(await ask(client, EVERYTHING, **asked), ensure_ascii=False),
        json.dumps(await ask(client, FAMILY_AND_HEALTH, **about), ensure_ascii=False),
    ]
    for path in (
        photo,
        f"/links/record/Student/{place.child}",
        f"/links/record/Consent/{place.consent}",
        f"/links/record/School/{SCHOOL}?along=students&format=csv",
        f"/schools/{SCHOOL}",
        "/imports",
    ):
        answer = await client.get(path)
        answers.append(answer.content.decode("utf-8", "replace"))
    return "\n".join(answers)


# Where it is looked for


def shows(text: str) -> bool:
    return MARK in text.casefold() or BORN.isoformat() in text or "29.02.2008" in text


RESIDUE: Final = (
    "db/data/databases/neo4j/neostore.propertystore.db.strings",
    "db/data/transactions/neo4j/neostore.transaction.db.0",
)
"""Where Neo4j's own files still hold what was deleted."""


async def left_in_graph(graph: Graph) -> list[str]:
    return sorted(row["where"] for row in await graph.rows(HELD) if shows(str(row["held"])))


async def kept_files(own: Settings) -> list[str]:
    """All photos and videos of this deployment, by what is in them."""
    store = open_store(own)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    known = [sha256 async for some in store.older_than(tomorrow) for sha256 in some]
    return known + await store.aside()


async def left_in_indexes(graph: Graph) -> list[str]:
    """Everything that an index gives for the word. A full-text one would need its own question."""
    found = []
    for one in await graph.rows(INDEXES):
        assert (one["type"], one["state"], len(one["properties"])) == ("RANGE", "ONLINE", 1)
        label, name = one["label"], one["properties"][0]
        asked = Statement(
            f"MATCH (n:{label}) USING INDEX n:{label}({name}) "
            f"WHERE n.{name} CONTAINS $word OR n.{name} CONTAINS $other RETURN n.id AS id"
        )
        rows = await graph.rows(asked, {"word": MARK, "other": MARK.capitalize()})
        found += [f"{label}.{name}: {row['id']}" for row in rows]
    return found


def left_in_files(folder: Path, needles: list[bytes]) -> list[str]:
    """Files under a folder that tell of the child, in any wrapping."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file()
        and (MARK in path.name.casefold() or any(holds(text, needles) for text in _of(path)))
    )


def holds(text: bytes, needles: list[bytes]) -> bool:
    """The word as it is or as JSON may write it, the birth date, a packed row as it was kept."""
    words = [MARK.encode(), MARK.encode("utf-16-le"), json.dumps(MARK)[1:-1].encode()]
    return any(word in text for word in (*words, BORN.isoformat().encode(), *needles))


def _of(path: Path) -> Iterator[bytes]:
    """A file's bytes, and what is packed in them."""
    plain = path.read_bytes()
    yield plain
    if plain.startswith(b"\x1f\x8b"):
        yield gzip.decompress(plain)
    elif zipfile.is_zipfile(io.BytesIO(plain)):
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


async def test_after_its_time_no_word_of_the_child_is_left_anywhere(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    async with opened(place.settings) as graph:
        copy = await _withdrawn(place, graph)
        await at(graph, MOMENT + timedelta(days=31))
        assert {row["region"]: row["children"] for row in await retention()}[MINE] == 1
        await tidy()
        assert await left_in_graph(graph) == []
        assert await left_in_indexes(graph) == []
        assert await kept_files(place.settings) == []
        assert await graph.rows(KEPT_ROWS) == []
        assert await graph.rows(MERGED, {"id": place.child}) == [{"held": None}]
        assert await graph.rows(TIES, {"id": place.child}) == [{"ties": 0, "acts": 1}]
    await anyio.to_thread.run_sync(LocalServer.of(place.settings).stop)
    # Neo4j frees what is deleted and doesn't overwrite it; `docs/operations.md` tells what to do.
    assert left_in_files(place.home, place.needles) == [str(copy.relative_to(place.home)), *RESIDUE]
    await _replayed(place, copy, monkeypatch)
    await _written_anew(place)
    assert left_in_files(place.home, place.needles) == []

    await APILogHandler.aflush()
    assert [name for name, kept in stored() if holds(kept, place.needles)] == []
    out, errors = capfd.readouterr()
    logged = out + errors + caplog.text
    assert "retention" in logged
    assert not shows(logged)


async def _withdrawn(place: Place, graph: Graph) -> Path:
    """The child comes, is worked with and copied; then nobody is told of it any more."""
    await at(graph, MOMENT)
    await brought_in(place, graph)
    async with everybody(place.settings, graph) as people:
        coordinator = people["coordinator"]
        photo = await used(place, coordinator)
        for flow in (scan, watch):
            await flow(regions=[MINE])
        reports = ("reports", "make", "all", "--region", MINE, "--format", "csv")
        await place.orientir(*reports, "--out", str(place.home / "reports"))
        before = await told(coordinator, place, photo)
        assert [word for word in WORDS if word not in before] == []
        assert len(await left_in_graph(graph)) > len(WORDS)
        (merged,) = await graph.rows(MERGED, {"id": place.child})
        assert TWICE in merged["held"]
        assert len(await kept_files(place.settings)) == 1
        await place.orientir("backup", "make")
        (copy,) = (place.home / "backups").glob("*.gz")
        assert left_in_files(copy.parent, place.needles) == [copy.name]

        assert await data(coordinator, WITHDRAW, id=place.consent) == CHANGED
        for client in people.values():
            assert not shows(await told(client, place, photo))
        advice = {"child": place.child, "by": "navigator", "text": "совет"}
        for refused in (
            await data(coordinator, ENROL, id="later", child=place.child),
            await data(coordinator, ADVISE, **advice),
        ):
            assert "Согласие отозвано" in refused["done"]["message"]
    return copy


async def _replayed(place: Place, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy from before the withdrawal on another machine, as docs/operations.md tells."""
    there = place.settings.model_copy(update={"home": place.folder / "replayed"})
    monkeypatch.setenv("ORIENTIR_HOME", str(there.home))
    settings.cache_clear()
    async with running(there) as server:
        done = await place.orientir("backup", "restore", str(copy))
        assert "данные снова скрыты, детей: 1" in done
        async with opened(there) as graph:
            assert await left_in_graph(graph)
            async with everybody(there, graph) as people:
                for client in people.values():
                    assert not shows(await told(client, place, "/media/none"))
            await at(graph, MOMENT + timedelta(days=31))
            await retention()
            assert await left_in_graph(graph) == []
            assert await left_in_indexes(graph) == []
        await anyio.to_thread.run_sync(server.stop)
    assert set(left_in_files(there.home, place.needles)) <= set(RESIDUE)
    monkeypatch.setenv("ORIENTIR_HOME", str(place.home))
    settings.cache_clear()


async def _written_anew(place: Place) -> None:
    """The three commands that leave nothing of what was deleted, and the copies changed by then."""
    copies = place.home / "backups"
    await place.orientir("backup", "make", ORIENTIR_BACKUPS_KEPT="1")
    await place.orientir("db", "reset", "--yes")
    (copy,) = copies.glob("*.gz")
    async with running(place.settings):
        await place.orientir("backup", "restore", str(copy))

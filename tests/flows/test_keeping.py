"""What happens by the clock to what is kept: each flow does its work, a dry run does nothing."""

from __future__ import annotations

import json
import os
import shutil
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from flows.backup import backup, restore_drill
from flows.drafts import drafts
from flows.expiry import expiry
from flows.import_watch import import_watch
from flows.reconcile import reconcile
from flows.retention import retention
from flows.tidy import tidy
from flows.watch import watch
from graph.errors import ConfigurationError, InputError
from graph.session import Graph, Row, Writer
from graph.settings import Settings, settings
from graph.writing import write_links, write_nodes
from imports.acting import COMMAND
from imports.receiving import receive
from queries.backup.file import check, copies, copies_folder
from tests.graph.changes.dump import changed, dump
from tests.graph.imports.real_lists import LICEI

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect_server")]

REGION, OTHER = "RU-TA", "RU-SA"
DAY = "2019-11-01"
WITHDRAWN = datetime(2019, 10, 1, 9, tzinfo=UTC)
SHA256 = "cd" * 32


@pytest.fixture
def kept(flow_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of one test: home, copies, files, sheets."""
    monkeypatch.setenv("ORIENTIR_HOME", str(tmp_path))
    settings.cache_clear()
    return tmp_path


async def _child(writer: Writer, region: str) -> None:
    at = datetime(2019, 9, 10, tzinfo=UTC)
    child: Row = {"id": f"child-{region}", "family_name": "Котов", "given_name": "Лев", "grade": 7}
    child |= {"registered_at": at, "in_region": region, "consent_mark": "received"}
    school = {"id": f"school-{region}", "from": date(2019, 9, 2)}
    child |= {"consent_marked_at": at, "school": school}
    await write_nodes(writer, "Student", [child])
    consent: Row = {"id": f"consent-{region}", "purposes": ["processing"], "recorded_at": at}
    consent |= {"given_on": date(2019, 9, 9), "withdrawn_at": WITHDRAWN, "child": child["id"]}
    await write_nodes(writer, "Consent", [consent])


def by_region(rows: list[Row]) -> dict[str, Row]:
    return {row["region"]: row for row in rows}


async def test_retention_destroys_what_is_due_in_the_graph_and_in_the_store(
    network: Graph, kept: Path
) -> None:
    for region in (REGION, OTHER):
        await network.write(partial(_child, region=region))
    file = await _picture(network, kept)
    before = await dump(network)
    dry = by_region(await retention(as_of=DAY, dry_run=True))
    assert [dry[region]["children"] for region in (REGION, OTHER)] == [1, 1]
    assert changed(before, await dump(network)) == []
    done = by_region(await retention(regions=[REGION], as_of=DAY))
    assert (list(done), done[REGION]["children"], done[REGION]["files"]) == ([REGION], 1, 1)
    assert not file.exists()
    assert f"child-{OTHER}" not in str(changed(before, await dump(network)))
    again = by_region(await retention(regions=[REGION], as_of=DAY))
    assert again[REGION]["children"] == 0


async def test_a_withdrawal_is_known_beside_the_copies_within_the_hour(
    network: Graph, kept: Path
) -> None:
    await network.write(partial(_child, region=REGION))
    beside = copies_folder(settings()) / f"ended-{REGION}.json"
    await watch(regions=[REGION], dry_run=True)
    assert not beside.exists()
    await watch(regions=[REGION])
    assert json.loads(beside.read_bytes()) == {f"child-{REGION}": "2019-10-01"}


async def _picture(graph: Graph, kept: Path) -> Path:
    async def work(writer: Writer) -> None:
        town = f"town-{REGION}"
        await write_nodes(writer, "Venue", [{"id": "v", "name": "Завод", "municipality": town}])
        held: Row = {"id": "p", "title": "Сайт", "format": "engaged", "venue": "v"}
        await write_nodes(writer, "Practicum", [held])
        photo: Row = {"id": "m", "kind": "photo", "sha256": SHA256, "practicum": "p"}
        await write_nodes(writer, "MediaFile", [photo | {"uploaded_at": WITHDRAWN}])
        shown: Row = {"source": "m", "target": f"child-{REGION}"}
        await write_links(writer, "MediaFile", "depicts", [shown])

    await graph.write(work)
    file = kept / "media" / SHA256[:2] / SHA256[2:]
    file.parent.mkdir(parents=True)
    file.write_text("снимок")
    return file


async def test_with_a_child_go_the_sheets_of_its_region_and_its_end_is_kept_beside_the_copies(
    network: Graph, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORIENTIR_IMPORT_FOLDER", str(kept / "листы"))
    settings.cache_clear()
    for region in (REGION, OTHER):
        await network.write(partial(_child, region=region))
        for place in ("done", "failed"):
            _sheet(kept / "листы" / region / place)
    await retention(regions=[REGION], as_of=DAY, dry_run=True)
    assert not (kept / "backups").exists()
    assert len(list((kept / "листы").rglob("*.csv"))) == 4
    await retention(regions=[REGION], as_of=DAY)
    assert {path.parent.parent.name for path in (kept / "листы").rglob("*.csv")} == {OTHER}
    ended = (kept / "backups" / f"ended-{REGION}.json").read_text()
    assert ended == f'{{"child-{REGION}":"2019-10-01"}}'


async def test_nothing_is_destroyed_for_a_day_to_come(network: Graph, kept: Path) -> None:
    with pytest.raises(Exception, match="раньше срока"):
        await retention(regions=[REGION], as_of="2999-01-01")


async def test_drafts_of_reports_due_soon(network: Graph, kept: Path) -> None:
    duty: Row = {"id": "duty", "form": 1, "due_on": date(2019, 11, 6), "in_region": REGION}
    duty |= {"period_from": date(2019, 9, 2), "period_to": date(2019, 9, 30), "campaign": "c"}
    await network.write(lambda writer: write_nodes(writer, "ReportDuty", [duty]))
    dry = by_region(await drafts(as_of=DAY, dry_run=True))
    assert (dry[REGION]["drafts"], dry[REGION]["forms"], dry[OTHER]["drafts"]) == (1, "1", 0)
    assert await network.rows("MATCH (v:ReportVersion) RETURN v.id") == []
    await drafts(zone="Europe/Moscow", as_of=DAY)
    rows = await network.rows("MATCH (v:ReportVersion) RETURN v.id AS id, v.state AS state")
    assert rows == [{"id": "duty:v1", "state": "draft"}]


async def test_expiry_and_reconcile_tell_numbers_by_region(network: Graph, kept: Path) -> None:
    await network.write(lambda writer: _child(writer, REGION))
    change: dict[str, Any] = {"id": f"consent-{REGION}"}
    ends = {"until": date(2019, 11, 20)}
    await network.change(
        "MATCH (c:Consent {id: $id}) SET c.valid_until = $until, c.withdrawn_at = null",
        change | ends,
    )
    told = by_region(await expiry(as_of=DAY, dry_run=True))
    assert (told[REGION]["consents"], told[OTHER]["consents"]) == (1, 0)
    assert await network.rows("MATCH (g:Gap) RETURN g.id") == []
    told = by_region(await expiry(as_of=DAY))
    assert told[REGION]["raised"] == 1
    await network.change("MATCH (c:Consent) DETACH DELETE c")
    later = "2019-11-02"
    (row,) = await reconcile(regions=[REGION], as_of=later)
    assert (row["schools"], row["school_only"], row["platform_only"]) == (1, 1, 0)
    school = {"unit": f"school-{REGION}", "school_only": 1, "platform_only": 0}
    assert row["by_school"] == [school]


async def test_sheets_are_loaded_from_the_watched_folder(
    network: Graph, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await import_watch() == []
    monkeypatch.setenv("ORIENTIR_IMPORT_FOLDER", str(kept / "листы"))
    settings.cache_clear()
    with pytest.raises(ConfigurationError, match="Создайте её"):
        await import_watch()
    file = _sheet(kept / "листы" / REGION)
    (dry,) = await import_watch(dry_run=True)
    assert (dry["region"], dry["loaded"], dry["created"]) == (REGION, 1, 91)
    assert file.exists()
    (done,) = await import_watch()
    assert done["created"] == 91
    assert not file.exists()
    assert await import_watch() == []


async def test_an_import_that_was_cut_off_is_gone_on_with(network: Graph, kept: Path) -> None:
    now = datetime(2019, 11, 1, tzinfo=UTC)
    batch = await receive(network, COMMAND, REGION, LICEI, LICEI.name, now)
    states = "MATCH (b:ImportBatch {id: $id}) RETURN b.state AS state, b.leased_by AS who"
    assert await import_watch(dry_run=True) == []
    assert await network.rows(states, {"id": batch}) == [{"state": "read", "who": None}]
    assert await import_watch() == []
    assert await network.rows(states, {"id": batch}) == [{"state": "previewed", "who": None}]


def _sheet(folder: Path) -> Path:
    folder.mkdir(parents=True)
    file = folder / "лицеи.csv"
    shutil.copy(LICEI, file)
    old = time.time() - 120
    os.utime(file, (old, old))
    return file


async def test_a_copy_is_made_and_a_drill_without_one_is_refused(
    network: Graph, kept: Path
) -> None:
    with pytest.raises(InputError, match="Копий нет"):
        await restore_drill()
    (dry,) = await backup(dry_run=True)
    assert (dry["file"], copies(kept / "backups")) == ("копий нет", [])
    (done,) = await backup()
    (copy,) = copies(kept / "backups")
    assert (done["file"], done["quiet"]) == (copy.path.name, "нет")
    assert done["nodes"] == check(copy.path).content.nodes > 0
    (dry,) = await restore_drill(dry_run=True)
    assert dry["file"] == copy.path.name


async def test_tidying_forgets_what_is_old(
    network: Graph, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORIENTIR_IMPORT_FOLDER", str(kept / "листы"))
    settings.cache_clear()
    put_away = _sheet(kept / "листы" / REGION / "done")
    week = time.time() - 7 * 86_400 - 60
    os.utime(put_away, (week, week))
    waiting = _sheet(kept / "листы" / OTHER)
    old = datetime.now(UTC) - timedelta(days=40)
    key: Row = {"id": "key", "body_hash": "b", "at": old}
    await network.write(lambda writer: write_nodes(writer, "IdempotencyKey", [key]))
    await receive(network, COMMAND, REGION, LICEI, LICEI.name, old)
    (dry,) = await tidy(dry_run=True)
    assert (dry["keys"], dry["sheets"], dry["files"]) == (1, 1, 0)
    (done,) = await tidy()
    assert (done["keys"], done["sheets"], done["files"]) == (1, 1, 1)
    assert (put_away.exists(), waiting.exists()) == (False, True)
    assert await network.rows("MATCH (k:IdempotencyKey|ImportBatch) RETURN k.id") == []

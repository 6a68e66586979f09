"""The watched folder: each file is loaded once and put away, whoever is killed at whatever step."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.import_marked import write_marked
from graph.session import Graph
from graph.settings import Settings
from imports.watch import STILL_SECONDS, forget_files, refuse_strays, take, waiting
from imports.watch_report import Fate, Taken
from queries.audit.verifying import verify
from tests.graph.changes.dump import changed, dump
from tests.graph.command import environment
from tests.graph.imports.real_lists import LICEI, REGION, broken_copy, moscow

__all__ = ["moscow"]

pytestmark = pytest.mark.anyio

AT = datetime(2019, 11, 1, tzinfo=UTC)
BATCHES = """
MATCH (b:ImportBatch)
RETURN b.created AS created, COUNT { (:School)-[:CAME_FROM]->(b) } AS schools, b.state AS state
"""
LOADED = {"created": 91, "schools": 91, "state": "done"}
CHILDREN = """\
Фамилия;Имя;Отчество;Дата рождения;Класс;Школа
Котов;Лев;Ильич;{day};7;ГБОУ лицей № 1
"""


def put(folder: Path, name: str = "лицеи.csv", text: bytes | None = None) -> Path:
    """A file that has lain long enough."""
    path = folder / REGION / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(LICEI.read_bytes() if text is None else text)
    old = time.time() - STILL_SECONDS - 1
    os.utime(path, (old, old))
    return path


def files_in(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


async def network(graph: Graph) -> set[str]:
    """All but what imports keep of files that wait for a person."""
    return {line for line in await dump(graph) if not line.startswith("Import")}


async def taken(graph: Graph, path: Path, **more: Any) -> Taken:
    one = await take(graph, REGION, path, AT, **more)
    assert one is not None
    return one


def test_only_whole_files_are_taken(tmp_path: Path) -> None:
    path = put(tmp_path)
    (tmp_path / REGION / ".скрытый.csv").write_text("")
    (tmp_path / REGION / "свежий.csv").write_text("")
    (tmp_path / REGION / "done").mkdir()
    (tmp_path / REGION / "ссылка.csv").symlink_to(LICEI)
    assert waiting(tmp_path / REGION) == [path]
    assert waiting(tmp_path / REGION, path.stat().st_mtime + STILL_SECONDS) == []
    assert waiting(tmp_path / "RU-TA") == []


async def test_a_file_is_loaded_and_put_away_with_a_report(moscow: Graph, tmp_path: Path) -> None:
    done = await taken(moscow, put(tmp_path))
    assert (done.fate, done.created) == (Fate.LOADED, 91)
    assert files_in(tmp_path) == [
        "RU-MOW/done/лицеи.csv", "RU-MOW/done/лицеи.csv.txt",
    ]  # fmt: skip
    report = text_of(tmp_path / REGION / "done" / "лицеи.csv.txt")
    assert report.startswith("лицеи.csv: загружен\nЗагружено: Школы. создано: 91, обновлено: 0")
    assert await moscow.rows(BATCHES) == [LOADED]
    (entry,) = await moscow.rows(
        "MATCH (e:AuditEntry {action: 'import_sheet'}) RETURN e.account AS who"
    )
    assert entry == {"who": "schedule"}


async def test_the_same_file_again_changes_nothing(moscow: Graph, tmp_path: Path) -> None:
    await taken(moscow, put(tmp_path))
    await moscow.change("MATCH (n:Scan) DETACH DELETE n")
    await moscow.change("MATCH (s:School) WHERE s.id ENDS WITH '1' SET s.name = 'Новое имя'")
    before = await dump(moscow)
    again = await taken(moscow, put(tmp_path, "другое имя.csv"))
    same_name = await taken(moscow, put(tmp_path))
    assert [again.fate, same_name.fate] == [Fate.KNOWN, Fate.KNOWN]
    await moscow.change("MATCH (n:Scan) DETACH DELETE n")
    assert changed(before, await dump(moscow)) == []
    kept = files_in(tmp_path)
    assert len(kept) == 6
    assert "уже загружен 01.11.2019 00:00 UTC: создано: 91" in text_of(
        tmp_path / REGION / "done" / "другое имя.csv.txt"
    )


async def test_a_file_with_errors_changes_nothing(moscow: Graph, tmp_path: Path) -> None:
    before = await network(moscow)
    wrong = put(tmp_path, text=broken_copy(tmp_path).read_bytes())
    junk = put(tmp_path, "фото.csv", b"\x00\xff\xd8 jpeg")
    guessed = put(tmp_path, "похоже.csv", "Наименованье;Идентификатор\nШкола;1\n".encode())
    for path in (wrong, junk, guessed):
        assert (await taken(moscow, path, mark=write_marked)).fate is Fate.REFUSED
    assert changed(before, await network(moscow)) == []
    assert [name for name in files_in(tmp_path) if "failed" in name] == [
        "RU-MOW/failed/лицеи.csv",
        "RU-MOW/failed/лицеи.csv — с ошибками.xlsx",
        "RU-MOW/failed/лицеи.csv.txt",
        "RU-MOW/failed/похоже.csv",
        "RU-MOW/failed/похоже.csv — с ошибками.xlsx",
        "RU-MOW/failed/похоже.csv.txt",
        "RU-MOW/failed/фото.csv",
        "RU-MOW/failed/фото.csv.txt",
    ]
    report = text_of(tmp_path / REGION / "failed" / "лицеи.csv.txt")
    assert "строка 2, колонка «Долгота»: " in report
    assert "тридцать" not in report
    report = text_of(tmp_path / REGION / "failed" / "похоже.csv.txt")
    assert "колонка «Наименованье» лишь похожа на «Наименование»" in report


async def test_a_possible_twin_is_left_to_a_person_and_named_to_nobody(
    moscow: Graph, tmp_path: Path
) -> None:
    await taken(moscow, put(tmp_path))
    await moscow.change("MATCH (s:School {register_id: '86887793'}) SET s.name = 'ГБОУ лицей № 1'")
    await moscow.change("MATCH (s:School) WITH s LIMIT 1 SET s.name = 'ГБОУ лицей № 1'")
    sure = put(tmp_path, "дети.csv", CHILDREN.format(day="12.03.2008").encode())
    assert (await taken(moscow, sure)).created == 1
    before = await network(moscow)
    other = CHILDREN.format(day="12.03.2008").replace("Котов", "Котоф")
    twin = put(tmp_path, "ещё.csv", other.encode())
    assert (await taken(moscow, twin)).fate is Fate.REFUSED
    assert changed(before, await network(moscow)) == []
    report = text_of(tmp_path / REGION / "failed" / "ещё.csv.txt")
    assert "строка 2: возможно, такая запись уже есть: те же имя, отчество" in report
    assert not any(name in report for name in ("Кото", "Лев", "12.03"))


async def test_a_dry_run_leaves_all_as_it_is(moscow: Graph, tmp_path: Path) -> None:
    path = put(tmp_path)
    before = await dump(moscow)
    assert (await taken(moscow, path, dry_run=True)).created == 91
    assert changed(before, await dump(moscow)) == []
    assert files_in(tmp_path) == ["RU-MOW/лицеи.csv"]


async def test_two_that_look_at_once_load_once(moscow: Graph, tmp_path: Path) -> None:
    one, two = put(tmp_path), put(tmp_path, "копия.csv")
    done = await asyncio.gather(taken(moscow, one), taken(moscow, two))
    assert {one.fate for one in done} <= {Fate.LOADED, Fate.KNOWN}
    assert await moscow.rows(BATCHES) == [LOADED]
    ended = "MATCH (e:AuditEntry {action: 'import_sheet'}) RETURN count(e) AS times"
    assert await moscow.rows(ended) == [{"times": 1}]
    assert (await verify(moscow)).broken == []


def test_what_lies_in_no_region_is_put_away(tmp_path: Path) -> None:
    path = put(tmp_path)
    path.rename(tmp_path / "чей.csv")
    assert refuse_strays(tmp_path) == ["чей.csv"]
    assert "Положите его в папку региона" in text_of(tmp_path / "failed" / "чей.csv.txt")


# Dies at the last step, or in the middle of the load: nothing of the code under test is changed.
KILLED = """
import asyncio, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from graph.opening import open_graph
from graph.settings import settings
from imports.watch import take
step, path = sys.argv[1], Path(sys.argv[2])

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def watch(event, arguments):
    if event == "os.rename" and step == "moved" and str(arguments[0]) == str(path):
        die()
    if event == "os.rename" and step == "reported" and str(arguments[1]).endswith(".txt"):
        die()

async def main():
    async with open_graph(settings()) as graph:
        await take(graph, "RU-MOW", path, datetime(2019, 11, 1, tzinfo=UTC))

sys.addaudithook(watch)
asyncio.run(main())
"""


@pytest.mark.parametrize("step", ["reported", "moved"])
async def test_who_is_killed_has_only_to_look_again(
    moscow: Graph, server_settings: Settings, tmp_path: Path, step: str
) -> None:
    path = put(tmp_path)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, step, str(path), env=environment(server_settings)
    )
    assert await process.wait() == -signal.SIGKILL
    assert files_in(tmp_path)[-1] == "RU-MOW/лицеи.csv"
    assert await moscow.rows(BATCHES) == [LOADED]
    assert (await taken(moscow, path)).fate is Fate.KNOWN
    assert await moscow.rows(BATCHES) == [LOADED]
    assert {name for name in files_in(tmp_path) if "/." not in name} == {
        "RU-MOW/done/лицеи.csv", "RU-MOW/done/лицеи.csv.txt",
    }  # fmt: skip


async def test_who_is_killed_while_loading_has_only_to_look_again(
    moscow: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    path = put(tmp_path)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, "", str(path), env=environment(server_settings)
    )
    seen = "MATCH (b:ImportBatch) RETURN b.state AS state"
    while process.returncode is None and not await moscow.rows(seen):  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.05)
    if process.returncode is None:
        process.kill()
    await process.wait()
    # Its lease would run out in a quarter of a minute.
    await moscow.change("MATCH (b:ImportBatch) SET b.leased_until = datetime('2019-01-01T00:00Z')")
    if path.exists():
        await taken(moscow, path)
    assert await moscow.rows(BATCHES) == [LOADED]


def test_what_was_put_away_is_forgotten_by_the_day_it_was_put_away(tmp_path: Path) -> None:
    folder = tmp_path / REGION
    folder.mkdir()
    now, week = time.time(), 7 * 86_400.0
    # Sheets come with any age of their own; only their reports tell when they were put away.
    for name, age in (("старая.csv", week + 60), ("новая.csv", 60.0)):
        for place in ("done", "failed"):
            (folder / place).mkdir(exist_ok=True)
            for path, seconds in ((folder / place / name, 9 * week), (None, age)):
                path = path or folder / place / f"{name}.txt"
                path.write_text("Петрова")
                os.utime(path, (now - seconds, now - seconds))
    waits = put(tmp_path)
    assert forget_files(folder, now - week) == 4
    assert files_in(folder) == [
        "done/новая.csv", "done/новая.csv.txt", "failed/новая.csv", "failed/новая.csv.txt",
        "лицеи.csv",
    ]  # fmt: skip
    assert forget_files(folder) == 4
    assert files_in(folder) == [waits.name]
    assert forget_files(tmp_path / "нет") == 0

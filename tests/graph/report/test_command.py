"""`orientir reports` as a person runs it: files, the whole country, a run that was killed."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import time
import zipfile
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import anyio.to_thread
import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from graph.session import Graph, Writer
from graph.settings import Settings
from graph.writing import write_links, write_nodes
from queries.report.building import Asked, build_report
from queries.report.country import of_country, totals_only
from queries.report.disclosing import for_outsiders
from queries.report.forms import form_of, forms
from store import ALLOWED, open_store, received
from tests.api.planted import FOREIGN, MINE, plant
from tests.graph.command import environment, orientir
from tests.unit.store.samples import JPEG, chunks

pytestmark = pytest.mark.anyio

VIEWS = "MATCH (e:AuditEntry {action: 'view_media'}) RETURN e.subject_id AS id"
AS_OF = "2019-10-01"
MOMENT = datetime(2019, 10, 1, 20, 59, tzinfo=UTC)
TITLE = "Отчёт 01 Зарегистрированные участники"
NAMES = {
    MINE: "Республика Татарстан",
    FOREIGN: "Республика Башкортостан",
    "RU": "Российская Федерация",
}


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    return graph


@pytest.fixture
def own(server_settings: Settings, tmp_path: Path) -> Settings:
    """Each test has its own folder of data: runs are remembered there."""
    return server_settings.model_copy(update={"home": tmp_path / "home"})


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def total(path: Path, row: int) -> str:
    rows = rows_of(path)
    return rows[row][rows[0].index("Всего")]


def files_of(folder: Path) -> dict[str, str]:
    """Every file of a folder, hidden ones too, with its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


async def test_the_list_names_all_twelve(own: Settings) -> None:
    done = await orientir(own, "reports", "list", "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["form"] for row in rows] == list(range(1, 13))
    assert rows[0]["title"] == "Зарегистрированные участники"


async def test_one_report_in_two_formats_says_where_it_is(
    network: Graph, own: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "отчёты"
    asked = ("1", "--region", MINE, "--as-of", AS_OF, "--out", str(out))
    done = await orientir(own, "reports", "make", *asked, "--format", "xlsx", "--format", "csv")
    assert done.returncode == 0, done.stderr
    stem = f"{TITLE} — {NAMES[MINE]} — на 01.10.2019"
    assert done.stdout.splitlines() == [str(out / f"{stem}.{kind}") for kind in ("xlsx", "csv")]
    assert set(files_of(out)) == {f"{stem}.xlsx", f"{stem}.csv"}
    assert total(out / f"{stem}.csv", 1) == "4"
    about = load_workbook(out / f"{stem}.xlsx")["О выгрузке"]
    words = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert words["Выгрузил"] == "командная строка"
    assert words["Данные на"] == "01.10.2019 23:59 (Europe/Moscow, UTC+03:00)"


async def test_all_of_a_region_and_the_country_of_one_form(
    network: Graph, own: Settings, tmp_path: Path
) -> None:
    asked = ("--as-of", AS_OF, "--out", str(tmp_path / "out"), "--json", "--format", "csv")
    done = await orientir(own, "reports", "make", "all", "--region", MINE, *asked)
    assert done.returncode == 0, done.stderr
    assert [row["form"] for row in json.loads(done.stdout)] == list(forms())
    done = await orientir(own, "reports", "make", "1", "--public", *asked)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    rows = rows_of(Path(row["file"]))
    assert row["place"] == "RU"
    assert [one[0] for one in rows[1:4]] == [NAMES[FOREIGN], NAMES[MINE], "Итого"]
    assert {one[rows[0].index("Всего")] for one in rows[1:4]} == {"скрыто"}
    assert ["Для публикации", "числа детей ступенями"] in rows


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("1", "--region", "RU-XX"), 1, "нет региона RU-XX"),
        (("13", "--region", MINE), 1, "Нет отчёта № 13"),
        (("one",), 1, "не номер отчёта"),
        (("1", "--region", MINE, "--format", "exe"), 1, "Такого формата нет"),
        (("1", "--region", MINE, "--as-of", "вчера"), 1, "не похоже на момент"),
        (("--version-id", "unknown"), 1, "Нет версии отчёта"),
        ((), 2, "Нужен номер отчёта"),
        (("1", "--region", MINE, "--with-media"), 2, "--with-media"),
    ],
)
async def test_what_cannot_be_made_is_told_and_leaves_nothing(
    network: Graph, own: Settings, tmp_path: Path, asked: tuple[str, ...], code: int, said: str
) -> None:
    out = tmp_path / "out"
    done = await orientir(own, "reports", "make", *asked, "--out", str(out))
    assert (done.returncode, done.stdout) == (code, "")
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert not out.exists()


async def test_a_folder_that_cannot_be_written_is_told(
    network: Graph, own: Settings, tmp_path: Path
) -> None:
    place = tmp_path / "file"
    place.write_text("")
    done = await orientir(own, "reports", "make", "1", "--region", MINE, "--out", str(place))
    assert (done.returncode, done.stdout) == (1, "")
    assert "записать нельзя" in done.stderr


async def test_photos_are_beside_report_twelve_but_not_of_a_child_who_may_not_be_shown(
    network: Graph, own: Settings, tmp_path: Path
) -> None:
    async with received(chunks(JPEG), ALLOWED["image/jpeg"], 10**6, tmp_path) as taken:
        await open_store(own).keep(taken)
        await network.write(partial(_photos, sha256=taken.sha256, size=taken.size))
    asked = ("12", "--region", MINE, "--with-media", "--out", str(tmp_path / "out"), "--json")
    done = await orientir(own, "reports", "make", *asked)
    assert done.returncode == 0, done.stderr
    table, archive = json.loads(done.stdout)
    assert (table["format"], archive["files"], archive["given"]) == ("xlsx", 2, 1)
    with zipfile.ZipFile(archive["file"]) as opened:
        photo, listed = opened.namelist()
        assert opened.read(photo) == JPEG
        rows = opened.read(listed).decode("utf-8-sig").splitlines()[1:]
    assert [row.split(";")[6][:9] for row in rows] == ["приложен", "не выдаёт"]
    # Nobody got the one that shows a child, so there is nothing to remember.
    assert await network.rows(VIEWS) == []


async def _photos(writer: Writer, sha256: str, size: int) -> None:
    """Two photos of one practicum; the second shows a child without consent to pictures."""
    venue = {"id": "venue", "name": "Кванториум", "municipality": f"{MINE}-town"}
    await write_nodes(writer, "Venue", [venue])
    held = datetime(2019, 10, 10, 15, tzinfo=UTC)
    row = {"id": "practicum", "title": "Веб-дизайн", "format": "introductory", "venue": "venue"}
    row |= {"campaign": "c2019"}
    days = {"on_day": date(2019, 10, 10), "posted_at": held, "held_at": held}
    await write_nodes(writer, "Practicum", [row | days])
    file = {"kind": "photo", "sha256": sha256, "size_bytes": size, "content_type": "image/jpeg"}
    photos = [
        {"id": f"media:{n}", "uploaded_at": held, "practicum": "practicum"} | file for n in (1, 2)
    ]
    await write_nodes(writer, "MediaFile", photos)
    child = {"source": "media:2", "target": f"{MINE}-child-0"}
    await write_links(writer, "MediaFile", "depicts", [child])


async def _country(own: Settings, out: Path, *more: str) -> dict[str, Any]:
    asked = ("reports", "country", "--out", str(out), "--format", "csv", "--json")
    done = await orientir(own, *asked, *more)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


async def test_a_killed_run_makes_only_what_is_missing_of_the_same_moment(
    network: Graph, own: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    await anyio.to_thread.run_sync(_killed_in_the_middle, own, out)
    written = files_of(out)
    before = {name: one for name, one in written.items() if not name.endswith(".part")}
    told = await _country(own, out)
    assert (told["as_of"], told["regions"], told["without"]) == (AS_OF, 2, [])
    assert [form["files"] for form in told["forms"]] == [3] * 12
    made = sum(form["made"] for form in told["forms"])
    # The last of those written may not be remembered yet.
    assert 36 - len(before) <= made <= 36 - len(before) + 2
    after = files_of(out)
    assert set(after) == {
        f"{name}/Отчёт {form.number:02} {form.title} — {name} — на 01.10.2019.csv"
        for name in NAMES.values()
        for form in forms().values()
    }
    unchanged = sum(after[name] == one for name, one in before.items())
    assert unchanged >= len(before) - 2
    country = out / NAMES["RU"] / f"{TITLE} — {NAMES['RU']} — на 01.10.2019.csv"
    assert [total(country, row) for row in (1, 2, 3)] == ["4", "4", "8"]
    await _again_and_damaged(own, out, after)


def _killed_in_the_middle(own: Settings, out: Path) -> None:
    """Run it until five files are there."""
    command = [sys.executable, "-m", "cli.main", "reports", "country", "--out", str(out)]
    command += ["--format", "csv", "--as-of", AS_OF]
    running = subprocess.Popen(command, env=environment(own), stderr=subprocess.DEVNULL)
    try:
        while len(list(out.rglob("*.csv"))) < 5:
            assert running.poll() is None
            time.sleep(0.02)
    finally:
        running.kill()
        running.wait()


async def _again_and_damaged(own: Settings, out: Path, whole: dict[str, str]) -> None:
    """A finished run of the same moment does nothing but put right what is no longer as written."""
    told = await _country(own, out, "--as-of", AS_OF)
    assert sum(form["made"] for form in told["forms"]) == 0
    assert files_of(out) == whole
    damaged = out / NAMES[MINE] / f"{TITLE} — {NAMES[MINE]} — на 01.10.2019.csv"
    damaged.write_text("испорчен")
    told = await _country(own, out, "--as-of", AS_OF)
    assert [form["made"] for form in told["forms"]] == [2, *[0] * 11]
    assert total(damaged, 1) == "4"


async def test_a_region_without_a_campaign_owes_nothing(
    network: Graph, own: Settings, tmp_path: Path
) -> None:
    await network.change("MATCH (:Region {id: $id})-[r:TAKES_PART]->() DELETE r", {"id": FOREIGN})
    told = await _country(own, tmp_path / "out", "--as-of", AS_OF)
    assert told["without"] == [FOREIGN]
    assert [form["files"] for form in told["forms"]] == [2] * 12
    assert {path.name for path in (tmp_path / "out").iterdir()} == {NAMES[MINE], NAMES["RU"]}


@pytest.mark.parametrize("public", [False, True])
async def test_totals_are_all_that_the_country_needs(network: Graph, public: bool) -> None:
    begins = date(2019, 9, 2)
    for number in forms():
        form, regions = form_of(number), []
        for region in (FOREIGN, MINE):
            read = partial(build_report, asked=Asked(number, region, MOMENT))
            regions.append(await network.read(read))
        hidden = [for_outsiders(one, begins) for one in regions]
        small = [[totals_only(one) for one in each] for each in (regions, hidden)]
        expected, found = of_country(form, regions), of_country(form, small[0])
        if public:
            expected = for_outsiders(expected, begins, hidden)
            found = for_outsiders(found, begins, small[1])
        assert found == expected

"""`orientir import` as a person runs it: another process, real files, a real graph."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from graph.session import Graph
from graph.settings import Settings
from tests.graph.command import environment, orientir
from tests.graph.imports.real_lists import LICEI, MOSCOW, broken_copy, moscow

__all__ = ["moscow"]

pytestmark = pytest.mark.anyio

SUMMARY = """
MATCH (s:School) WITH count(s) AS schools, count(s.address) AS addresses
MATCH (m:Municipality) RETURN schools, addresses, count(m) AS municipalities
"""
KEPT = """
RETURN COUNT { (:ImportBatch) } AS imports, COUNT { (:ImportPart) } AS parts
"""
CHILDREN = """\
Фамилия;Имя;Отчество;Дата рождения;Класс;Школа
Котов;Лев;Ильич;12.03.2008;7;Школа № 1
Львова;Анна;Павловна;{day};8;Школа № 1
"""


def told(text: str) -> dict[str, Any]:
    (file,) = json.loads(text)["files"]
    return dict(file)


async def with_school(graph: Graph) -> None:
    """One school that children go to."""
    await graph.change(
        "MATCH (r:Region {id: 'RU-MOW'}) "
        "CREATE (m:Municipality {id: 'm', name: 'Арбат', region: 'RU-MOW', version: 0}) "
        "-[:IN_REGION]->(r) "
        "CREATE (:School {id: 's', name: 'Школа № 1', region: 'RU-MOW', version: 0}) "
        "-[:LOCATED_IN]->(m)"
    )


async def test_a_dry_run_says_everything_and_leaves_nothing(
    moscow: Graph, server_settings: Settings
) -> None:
    done = await orientir(server_settings, "import", *map(str, MOSCOW), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "moscow_schools_2013_sosh.csv: Школы, строк 1230, заголовки в строке 1" in done.stdout
    assert "создано: 1230, обновлено: 0, без изменений: 0, пропущено: 0, ошибок: 0" in done.stdout
    assert "создано: 169, обновлено: 0" in done.stdout
    assert done.stderr.count("Ничего не записано.") == 3
    assert await moscow.rows(SUMMARY) == []
    assert await moscow.rows(KEPT) == [{"imports": 0, "parts": 0}]


async def test_the_real_lists_come_in_once_and_again_changes_nothing(
    moscow: Graph, server_settings: Settings
) -> None:
    command = ("import", *map(str, MOSCOW), "--region", "RU-MOW", "--yes")
    done = await orientir(server_settings, *command)
    assert done.returncode == 0, done.stderr
    assert "licei.csv: Загружено. создано: 91, обновлено: 0" in done.stderr
    (summary,) = await moscow.rows(SUMMARY)
    assert (summary["schools"], summary["addresses"]) == (1490, 1490 - 73)
    again = await orientir(server_settings, "import", str(LICEI), "--yes", "--json")
    assert again.returncode == 0, again.stderr
    assert (told(again.stdout)["written"], told(again.stdout)["ending"]) == (False, "known")
    renamed = "MATCH (s:School {register_id: '86887793'}) SET s.name = 'Другое имя'"
    await moscow.change(renamed)
    assert (await orientir(server_settings, *command)).returncode == 0
    assert await moscow.rows(SUMMARY) == [summary]


async def test_errors_stop_the_load_unless_good_rows_are_asked_for(
    moscow: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    path, marked = broken_copy(tmp_path), tmp_path / "ошибки.xlsx"
    refused = await orientir(server_settings, "import", str(path), "--yes", "--marked", str(marked))
    assert refused.returncode == 1
    assert "строка 2, колонка «Долгота», «тридцать семь»" in refused.stdout
    assert "--good-rows" in refused.stderr
    assert load_workbook(marked).active["B2"].value.startswith("«Долгота»")
    assert await moscow.rows(SUMMARY) == []
    taken = await orientir(server_settings, "import", str(path), "--yes", "--good-rows", "--json")
    assert taken.returncode == 1
    (problem,) = told(taken.stdout)["problems"]
    assert (problem["row"], problem["column"]) == (2, "Долгота")
    assert told(taken.stdout)["counts"] == {"new": 90, "rejected": 1}
    assert (await moscow.rows(SUMMARY))[0]["schools"] == 90


async def test_personal_values_are_shown_on_the_own_screen_only(
    moscow: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    await with_school(moscow)
    path = tmp_path / "дети.csv"
    path.write_text(CHILDREN.format(day="32.13.2009"), encoding="utf-8")
    done = await orientir(server_settings, "import", str(path), "--dry-run")
    assert done.returncode == 1
    assert "строка 3, колонка «Дата рождения»: " in done.stdout
    as_json = await orientir(server_settings, "import", str(path), "--dry-run", "--json")
    for text in (done.stdout, done.stderr, as_json.stdout):
        assert not any(value in text for value in ("Львова", "32.13", "Котов"))


async def test_a_load_is_listed_and_taken_back(
    moscow: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    await with_school(moscow)
    path = tmp_path / "дети.csv"
    path.write_text(CHILDREN.format(day="01.02.2009"), encoding="utf-8")
    done = await orientir(server_settings, "import", str(path), "--yes")
    assert done.returncode == 0, done.stderr
    assert await moscow.rows("MATCH (s:Student) RETURN count(s) AS n") == [{"n": 2}]
    (listed,) = json.loads((await orientir(server_settings, "import", "list", "--json")).stdout)
    assert (listed["state"], listed["counts"]) == ("done", {"new": 2})
    asked = await orientir(server_settings, "import", "undo", listed["id"][:20])
    assert asked.returncode == 1  # nobody answered
    assert await moscow.rows("MATCH (s:Student) RETURN count(s) AS n") == [{"n": 2}]
    undone = await orientir(server_settings, "import", "undo", listed["id"][:20], "--yes")
    assert undone.returncode == 0, undone.stderr
    assert await moscow.rows("MATCH (s:Student) RETURN count(s) AS n") == [{"n": 0}]
    again = await orientir(server_settings, "import", str(path), "--yes", "--json")
    assert told(again.stdout)["counts"] == {"new": 2}


async def test_a_possible_twin_waits_for_a_person(
    moscow: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    await with_school(moscow)
    path = tmp_path / "дети.csv"
    path.write_text(CHILDREN.format(day="01.02.2009"), encoding="utf-8")
    assert (await orientir(server_settings, "import", str(path), "--yes")).returncode == 0
    path.write_text(CHILDREN.format(day="01.02.2009").replace("Котов", "Котоф"), encoding="utf-8")
    waits = await orientir(server_settings, "import", str(path), "--yes")
    assert waits.returncode == 1
    assert "Возможные повторы:\n- строка 2: те же имя" in waits.stdout
    assert "Есть возможные повторы." in waits.stderr
    assert await moscow.rows("MATCH (s:Student) RETURN count(s) AS n") == [{"n": 2}]
    new = await orientir(server_settings, "import", str(path), "--yes", "--new-all")
    assert new.returncode == 0, new.stderr
    assert await moscow.rows("MATCH (s:Student) RETURN count(s) AS n") == [{"n": 3}]


async def test_each_possible_twin_is_decided_by_itself(
    moscow: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    await with_school(moscow)
    path = tmp_path / "дети.csv"
    whole = CHILDREN.format(day="01.02.2009")
    path.write_text(whole, encoding="utf-8")
    assert (await orientir(server_settings, "import", str(path), "--yes")).returncode == 0
    children = "MATCH (s:Student) RETURN s.id AS id, s.family_name AS name ORDER BY name"
    before = await moscow.rows(children)
    kotov = before[0]["id"]
    misspelt = whole.replace("Котов", "Котоф").replace("Львова", "Львовва")
    path.write_text(misspelt, encoding="utf-8")
    waits = await orientir(server_settings, "import", str(path), "--yes")
    assert "- строка 2: те же имя, отчество, дата рождения и школа; " in waits.stdout
    assert f"; запись {kotov}\n" in waits.stdout
    (listed, _) = json.loads((await orientir(server_settings, "import", "list", "--json")).stdout)
    batch = listed["id"]
    assert f"orientir import decide {batch} СТРОКА" in waits.stderr

    decide = ("import", "decide", batch)
    for wrong, code, why in (
        (("2", "--same", before[1]["id"]), 1, "Выберите одного из тех, кто предложен"),
        (("9", "--new"), 1, "Строки 9 в этой загрузке нет."),
        (("2",), 2, "скажите одно из трёх"),
        (("2", "--new", "--skip"), 2, "скажите одно из трёх"),
    ):
        refused = await orientir(server_settings, *decide, *wrong)
        assert (refused.returncode, why in refused.stderr) == (code, True), refused.stderr
    one = await orientir(server_settings, *decide, "2", "--same", kotov)
    assert (one.returncode, "Ждут решения строк: 1." in one.stderr) == (0, True), one.stderr
    other = await orientir(server_settings, *decide, "3", "--new")
    assert "Все возможные повторы решены." in other.stderr
    assert await moscow.rows(children) == before
    done = await orientir(server_settings, "import", str(path), "--yes", "--json")
    assert told(done.stdout)["counts"] == {"changed": 1, "new": 1}
    names = {row["name"]: row["id"] for row in await moscow.rows(children)}
    assert names.keys() == {"Котоф", "Львова", "Львовва"}
    assert names["Котоф"] == kotov


async def test_whoever_is_killed_goes_on_with_the_same_command(
    moscow: Graph, server_settings: Settings
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", KILLED, str(MOSCOW[0])), env=environment(server_settings)
    )
    assert await process.wait() == -signal.SIGKILL
    (before,) = await moscow.rows("MATCH (b:ImportBatch) RETURN b.state AS state")
    assert before == {"state": "writing"}
    # Its lease would run out in a quarter of a minute.
    await moscow.change("MATCH (b:ImportBatch) SET b.leased_until = datetime('2019-01-01T00:00Z')")
    done = await orientir(server_settings, "import", str(MOSCOW[0]), "--yes", "--json")
    assert done.returncode == 0, done.stderr
    assert (told(done.stdout)["ending"], told(done.stdout)["counts"]) == ("resumed", {"new": 1230})
    assert (await moscow.rows(SUMMARY))[0]["schools"] == 1230
    none = await orientir(server_settings, "import", "resume")
    assert "Прерванных загрузок нет." in none.stderr


# The command itself, which dies when the first part is written.
KILLED = """
import os, signal, sys
from cli.import_files import rows_bar
import cli.import_files
from contextlib import contextmanager

@contextmanager
def deadly(total):
    yield lambda title, rows: title == "Записываю" and os.kill(os.getpid(), signal.SIGKILL)

cli.import_files.rows_bar = deadly
sys.argv = ["orientir", "import", sys.argv[1], "--yes"]
from cli.main import main
main()
"""


async def test_a_template_offers_the_names_of_the_region(
    moscow: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    await with_school(moscow)
    out = tmp_path / "шаблон.xlsx"
    done = await orientir(server_settings, "import", "template", "students", "-o", str(out))
    assert done.returncode == 0, done.stderr
    lists = [cell.value for row in load_workbook(out)["Справочники"].rows for cell in row]
    assert "Школа № 1" in lists


async def test_a_file_that_is_not_there_is_one_clear_message(
    moscow: Graph, server_settings: Settings
) -> None:
    done = await orientir(server_settings, "import", "нет.csv")
    assert done.returncode == 1
    assert "нет.csv" in done.stderr
    assert "Traceback" not in done.stderr


async def test_a_region_is_asked_for_where_there_are_several(
    moscow: Graph, server_settings: Settings
) -> None:
    await moscow.change("CREATE (:Region {id: 'RU-TA', name: 'Татарстан', region: 'RU-TA'})")
    done = await orientir(server_settings, "import", str(LICEI), "--dry-run")
    assert done.returncode == 2
    assert "--region RU-TA" in done.stderr

"""`orientir import schools` as a person runs it: another process, the real files, a real graph."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from graph.session import Graph
from graph.settings import Settings
from tests.graph.command import orientir
from tests.graph.imports.test_schools import MOSCOW, SUMMARY, moscow

__all__ = ["moscow"]

pytestmark = pytest.mark.anyio

LICEI = Path(str(files("graph.data") / "moscow_schools_2013_licei.csv"))


def broken_copy(folder: Path) -> Path:
    """The list of lyceums with one coordinate in words."""
    path = folder / "licei.csv"
    text = LICEI.read_text(encoding="utf-8").replace('"37,608043"', '"тридцать семь"')
    path.write_text(text, encoding="utf-8")
    return path


async def test_check_says_everything_and_writes_nothing(
    moscow: Graph, server_settings: Settings
) -> None:
    done = await orientir(server_settings, "import", "schools", *map(str, MOSCOW), "--check")
    assert done.returncode == 0, done.stderr
    assert "moscow_schools_2013_sosh.csv: строк 1230" in done.stdout
    assert "Повторы: между файлами — 0, внутри файлов — 257 групп" in done.stdout
    assert "создано: 1490, обновлено: 0, без изменений: 0" in done.stdout
    assert "Ничего не записано." in done.stderr
    assert await moscow.rows(SUMMARY) == []


async def test_loading_and_loading_again(moscow: Graph, server_settings: Settings) -> None:
    first = await orientir(server_settings, "import", "schools", str(LICEI), "--yes", "--json")
    assert first.returncode == 0, first.stderr
    told = json.loads(first.stdout)
    assert told["loaded"] is True
    assert told["counts"]["создано"] == 91
    again = await orientir(server_settings, "import", "schools", str(LICEI), "--yes", "--json")
    told = json.loads(again.stdout)
    assert told["loaded"] is False
    assert told["counts"]["без изменений"] == 91


async def test_errors_stop_the_load_unless_good_rows_are_asked_for(
    moscow: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    path = broken_copy(tmp_path)
    refused = await orientir(server_settings, "import", "schools", str(path), "--yes")
    assert refused.returncode == 1
    assert "строка 2, колонка «Долгота»" in refused.stdout
    assert "--good-rows" in refused.stderr
    assert await moscow.rows(SUMMARY) == []
    taken = await orientir(
        server_settings, "import", "schools", str(path), "--yes", "--good-rows", "--json"
    )
    assert taken.returncode == 1
    assert json.loads(taken.stdout)["counts"]["создано"] == 90
    assert (await moscow.rows(SUMMARY))[0]["schools"] == 90


async def test_a_file_that_is_not_there_is_one_clear_message(server_settings: Settings) -> None:
    done = await orientir(server_settings, "import", "schools", "нет.csv")
    assert done.returncode == 1
    assert "нет.csv" in done.stderr
    assert "Traceback" not in done.stderr

"""`orientir gaps`, `trace`, `rules` and `scan` as a person runs them, over a demo network."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.demo import Plan
from graph.session import Graph
from graph.settings import Settings
from tests.graph.command import orientir

pytestmark = pytest.mark.anyio

Demo = tuple[Graph, Plan]


async def told(settings: Settings, *arguments: str) -> Any:
    ran = await orientir(settings, *arguments, "--json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


async def test_gaps_lists_roots_and_trace_tells_what_they_hold(
    demo: Demo, server_settings: Settings
) -> None:
    roots = await told(server_settings, "gaps", "--region", "RU-MOW", "--first", "3")
    assert len(roots) == 3
    assert {root["region"] for root in roots} == {"RU-MOW"}
    heaviest = roots[0]
    found = await told(server_settings, "trace", heaviest["gap"])
    assert found["held_gaps"] == heaviest["blocked_gaps"] == len(found["blocked"])
    assert [root["gap"] for root in found["roots"]] == [heaviest["gap"]]
    shown = await orientir(server_settings, "trace", found["blocked"][0]["gap"])
    assert "← корень" in shown.stdout
    assert heaviest["title"] in shown.stdout


async def test_an_unknown_gap_or_rule_is_told_with_what_to_do(
    demo: Demo, server_settings: Settings
) -> None:
    for arguments in (("trace", "gap:none"), ("rules", "R99")):
        ran = await orientir(server_settings, *arguments)
        assert ran.returncode == 1
        assert ran.stderr.startswith("Ошибка: Нет ")
        assert ran.stdout == ""


async def test_rules_are_told_without_a_database(server_settings: Settings) -> None:
    rules = await told(server_settings, "rules")
    assert len({row["rule"] for row in rules}) == 31
    shown = await orientir(server_settings, "rules", "R20")
    assert "Договор с площадкой не подписан в срок" in shown.stdout


async def test_a_dry_scan_of_all_regions_tells_each_once(
    demo: Demo, server_settings: Settings
) -> None:
    rows = await told(server_settings, "scan", "--dry-run")
    assert [row["region"] for row in rows] == ["RU-MOW", "RU-TA"]
    assert all(row["open_gaps"] > 0 for row in rows)

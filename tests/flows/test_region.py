"""Which regions a run is about."""

from __future__ import annotations

import pytest

from flows.region import RegionZone, select_regions
from graph.errors import InputError
from graph.session import Graph

pytestmark = pytest.mark.anyio

YAKUTIA = RegionZone("RU-SA", "RU-SA", "Asia/Yakutsk")
TATARSTAN = RegionZone("RU-TA", "RU-TA", "Europe/Moscow")


async def test_without_a_condition_all_by_id(network: Graph) -> None:
    assert await select_regions(network) == [YAKUTIA, TATARSTAN]


async def test_by_id_and_by_zone(network: Graph) -> None:
    assert await select_regions(network, ["RU-TA", "RU-TA"]) == [TATARSTAN]
    assert await select_regions(network, zone="Asia/Yakutsk") == [YAKUTIA]
    assert await select_regions(network, zone="Asia/Omsk") == []


async def test_unknown_regions_are_named(network: Graph) -> None:
    with pytest.raises(InputError, match=r"нет регионов RU-XX, RU-YY\."):
        await select_regions(network, ["RU-YY", "RU-TA", "RU-XX"])

"""The catalogue: what it promises is what its flows are."""

from __future__ import annotations

import inspect

import pytest

from flows.catalogue import CATALOGUE, Entry, entry
from graph.data.region import regions
from graph.errors import InputError


@pytest.fixture(params=CATALOGUE, ids=lambda one: one.name)
def one(request: pytest.FixtureRequest) -> Entry:
    chosen: Entry = request.param
    return chosen


def test_a_flow_has_the_name_of_its_entry(one: Entry) -> None:
    assert one.flow().name == one.name


def test_every_flow_takes_regions_a_moment_and_a_dry_run(one: Entry) -> None:
    taken = inspect.signature(one.flow().fn).parameters
    assert {"regions", "as_of", "dry_run"} <= taken.keys()
    assert all(parameter.default is not parameter.empty for parameter in taken.values())


def test_parameters_of_schedules_are_parameters_of_the_flow(one: Entry) -> None:
    taken = inspect.signature(one.flow().fn).parameters.keys()
    assert all(schedule.parameters.keys() <= taken for schedule in one.schedules)


def test_names_are_not_repeated() -> None:
    names = [one.name for one in CATALOGUE]
    assert len(set(names)) == len(names)
    for one in CATALOGUE:
        assert len({schedule.name for schedule in one.schedules}) == len(one.schedules)


def test_every_region_is_scanned_at_six_by_its_own_clock() -> None:
    schedules = {schedule.zone: schedule for schedule in entry("scan").schedules}
    assert schedules.keys() == {region.iana_tz for region in regions()}
    assert {schedule.cron for schedule in schedules.values()} == {"0 6 * * *"}
    assert all(schedule.parameters == {"zone": zone} for zone, schedule in schedules.items())


def test_an_unknown_flow_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"«skan».*scan"):
        entry("skan")

"""The demo network itself: the same for the same seed, real places, the funnel of the project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph.data import regions
from graph.demo import Ledger, MoscowSchool, make_plan
from graph.demo.build import Build
from graph.demo.country import country
from graph.demo.plan import quotas
from graph.demo.plants import plants
from graph.demo.region import builds, make
from graph.errors import InputError
from graph.rows import validated, validated_links

SEED = 11


def made(students: int = 1200, seed: int = SEED) -> list[Build]:
    found = list(builds(make_plan(2, students, seed)))
    for build in found:
        make(build)
    return found


def test_equal_plans_make_equal_networks_and_another_seed_another_one() -> None:
    first, second, other = made(), made(), made(seed=SEED + 1)
    assert [b.network.nodes for b in first] == [b.network.nodes for b in second]
    assert [b.network.links for b in first] == [b.network.links for b in second]
    assert [b.network.nodes for b in first] != [b.network.nodes for b in other]


def test_every_row_is_one_that_the_model_takes() -> None:
    for network in (country(make_plan(2, 1200, SEED)), *(b.network for b in made())):
        for label, rows in network.nodes.items():
            assert len(validated(label, rows.values())) == len(rows)
        for (label, link), linked in network.links.items():
            assert len(validated_links(label, link, linked.values())) == len(linked)


def test_the_funnel_is_near_100_55_38() -> None:
    students = passed = attended = 0
    for build in made(6000):
        pupils = build.pupils.values()
        came = {student for student, _ in build.network.links["Student", "attendances"]}
        students += len(pupils)
        passed += sum(pupil.passed for pupil in pupils)
        attended += len(came)
    assert 0.53 < passed / students < 0.62
    assert 0.36 < attended / students < 0.42


def test_practicums_hold_6_to_15_and_more_come_than_half_the_places() -> None:
    build = next(builds(make_plan(1, 3000, SEED, planted=False)))
    make(build)
    capacities = Counter(row["capacity"] for row in build.network.nodes["Practicum"].values())
    assert (min(capacities), max(capacities)) == (6, 15)


def test_a_national_plan_has_85_regions_with_quotas_that_add_up() -> None:
    plan = make_plan(85, 500_000, SEED)
    sizes = quotas(plan)
    assert set(sizes) == {region.iso_code for region in regions()}
    assert sum(sizes.values()) == 500_000
    # Source: the project's quotas of 2019, two to twelve thousand a region.
    assert 1_900 < min(sizes.values()) < max(sizes.values()) <= 12_000


def test_nobody_in_two_regions_has_the_same_name_and_birth_date() -> None:
    seen: Counter[tuple[object, ...]] = Counter()
    for build in builds(make_plan(3, 3000, SEED, planted=False)):
        make(build)
        seen.update(
            (row["family_name"], row["given_name"], row["patronymic"], row["birth_date"])
            for row in build.network.nodes["Student"].values()
        )
    assert seen.most_common(1)[0][1] == 1


def test_moscow_has_its_real_schools_and_as_many_take_part_as_are_needed() -> None:
    school = MoscowSchool(
        "1", "Школа № 1", "ул. Мира", "ЦАО", "Арбат", None, None, None, 37.5, 55.7
    )
    listed = tuple(
        school.__class__(str(n), f"Школа № {n}", None, "ЦАО", "Арбат", None, None, None, None, None)
        for n in range(60)
    )
    build = next(builds(make_plan(1, 500, SEED, moscow_schools=(school, *listed))))
    make(build)
    names = [row["name"] for row in build.network.nodes["School"].values()]
    assert {f"Школа № {n}" for n in range(60)} <= set(names)
    assert len(build.schools) == 20


def test_there_is_a_plant_for_each_of_the_31_rules() -> None:
    assert sorted(plant.rule for plant in plants()) == [f"R{n:02}" for n in range(1, 32)]


@pytest.mark.parametrize(("region_count", "students"), [(0, 1000), (86, 90_000), (3, 100)])
def test_sizes_that_can_not_be_are_refused(region_count: int, students: int) -> None:
    with pytest.raises(InputError):
        make_plan(region_count, students, SEED)


def test_the_ledger_is_written_in_one_order(tmp_path: Path) -> None:
    plan = make_plan(1, 1200, SEED)
    texts = []
    for number in range(2):
        ledger = Ledger(plan.seed, plan.moment, plan.students, plan.codes)
        for build in builds(plan):
            entries = make(build)
            ledger.extend(reversed(entries) if number else entries)
        ledger.write(tmp_path / "ledger.json")
        texts.append((tmp_path / "ledger.json").read_bytes())
    assert texts[0] == texts[1]

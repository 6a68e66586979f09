"""Every measure on random networks: groups add up to the whole, and a number is its own list."""

from __future__ import annotations

from functools import partial
from itertools import groupby

import pytest

from graph.session import Graph, Reader, Row
from queries.measures.catalogue import CATALOGUE
from queries.measures.compiling import Group, counting, listing
from queries.measures.declaration import Counts, Dimension, Figure, Population
from queries.report.building import Asked, Frame, frame_of
from tests.graph.measures.growing import AS_OF, HERE, grow, plant

pytestmark = pytest.mark.anyio

BY_POPULATION: list[tuple[Population, list[Figure]]] = [
    (population, [Figure(measure) for measure in measures])
    for population, measures in groupby(CATALOGUE.values(), lambda one: one.population)
]
SEEDS = (1, 2)


async def _frame(reader: Reader) -> Frame:
    return await frame_of(reader, Asked(1, HERE, AS_OF))


async def _count(
    reader: Reader, figures: list[Figure], by: tuple[Dimension, ...], frame: Frame
) -> list[Row]:
    compiled = counting(figures, by)
    return await reader.rows(compiled.statement, frame.parameters | compiled.parameters)


async def _list(
    reader: Reader, figure: Figure, by: tuple[Dimension, ...], group: Group, frame: Frame
) -> list[Row]:
    compiled = listing(figure, by, group)
    page = {"after": "", "first": 1000}
    return await reader.rows(compiled.statement, frame.parameters | compiled.parameters | page)


def _agrees(figure: Figure, number: int, listed: list[Row]) -> bool:
    """What was counted is how many records are listed, or how often they are."""
    if figure.measure.counts is Counts.RECORDS:
        return len(listed) == number
    if figure.measure.counts is Counts.OCCURRENCES:
        return sum(int(row["times"]) for row in listed) == number
    return bool(listed) or number == 0


@pytest.mark.parametrize("seed", SEEDS)
async def test_groups_add_up_to_the_whole_over_every_dimension(graph: Graph, seed: int) -> None:
    await plant(graph, grow(seed))
    frame = await graph.read(_frame)
    counted = 0
    for population, figures in BY_POPULATION:
        summed = [f for f in figures if f.measure.counts is not Counts.SUM]
        (whole,) = await graph.read(partial(_count, figures=figures, by=(), frame=frame))
        for dimension, by in population.by.items():
            asked = summed if by.many else figures
            rows = await graph.read(partial(_count, figures=asked, by=(dimension,), frame=frame))
            for place, figure in enumerate(asked):
                total = whole["numbers"][figures.index(figure)]
                groups = [row["numbers"][place] for row in rows]
                name = f"{figure.measure.name} by {dimension}"
                if _adds_up(figure, dimension, many=by.many):
                    assert sum(groups) == total, name
                else:
                    assert max(groups, default=0) <= total <= sum(groups), name
                counted += total
    assert counted > 1000


def _adds_up(figure: Figure, dimension: Dimension, *, many: bool) -> bool:
    """One child comes to several places, one record is in several groups: neither adds up."""
    if many:
        return False
    several = figure.measure.population.name in {"attendances", "leadings"}
    own = {Dimension.REGION, Dimension.GRADE}
    return not (several and figure.measure.counts is Counts.RECORDS and dimension not in own)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_number_is_the_length_of_its_list(graph: Graph, seed: int) -> None:
    await plant(graph, grow(seed))
    frame = await graph.read(_frame)
    for population, figures in BY_POPULATION:
        dimensions = list(population.by)
        for place, figure in enumerate(figures):
            # Another dimension for every measure and network, all of them after a few.
            dimension = dimensions[(place + seed) % len(dimensions)]
            by = (dimension,)
            if population.by[dimension].many and figure.measure.counts is Counts.SUM:
                by = (Dimension.REGION,)
            for row in await graph.read(partial(_count, figures=[figure], by=by, frame=frame)):
                group = Group(tuple(row["key"]))
                listed = await graph.read(
                    partial(_list, figure=figure, by=by, group=group, frame=frame)
                )
                assert _agrees(figure, row["numbers"][0], listed), (figure.measure.name, row)
                assert len({one["id"] for one in listed}) == len(listed)


def test_every_population_is_divided_by_region() -> None:
    assert all(Dimension.REGION in population.by for population, _ in BY_POPULATION)


def test_measures_that_share_a_name_or_sum_over_many_are_refused() -> None:
    reach = CATALOGUE["places"]
    with pytest.raises(ValueError, match="several groups"):
        counting([Figure(reach)], (Dimension.MENTOR,))
    with pytest.raises(ValueError, match="not divided"):
        Figure(CATALOGUE["registered"], ((Dimension.VENUE, "v"),))

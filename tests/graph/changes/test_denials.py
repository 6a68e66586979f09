"""Whoever may not, a record that is foreign or not there, an input that doesn't fit: nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.declaration import Kind
from graph.errors import AccessError
from graph.model.account import Role
from graph.session import Graph
from queries.changes import CATALOGUE, Field, run
from queries.changes.refusing import NoRecordError, RefusedError
from queries.scope import VISIBILITY, Rule
from tests.graph.changes.conftest import maker
from tests.graph.changes.dump import dump
from tests.graph.changes.planted import FOREIGN, MINE, MOMENT, ROLES
from tests.graph.changes.samples import SAMPLES

pytestmark = pytest.mark.anyio

# References that a sample leaves out for names of somebody new.
OPTIONAL = {"person": "coordinator", "nominee": "contact", "signed_by": "guardian"}


@pytest.mark.parametrize("name", sorted(CATALOGUE))
async def test_who_may_not_changes_nothing(shared: Graph, name: str) -> None:
    change = CATALOGUE[name]
    before = await dump(shared, records=True)
    for role in set(Role) - change.roles:
        with pytest.raises(AccessError):
            await run(shared, ROLES[role], change, SAMPLES[name], MOMENT)
    assert await dump(shared, records=True) == before


def references() -> Iterator[tuple[str, str]]:
    for name, change in CATALOGUE.items():
        for one in change.fields:
            if one.refers and any(VISIBILITY[label] is not Rule.DICTIONARY for label in one.refers):
                yield name, one.name


@pytest.mark.parametrize(("name", "field"), list(references()))
async def test_a_foreign_record_answers_as_one_that_is_not_there(
    shared: Graph, name: str, field: str
) -> None:
    change, who = CATALOGUE[name], maker(CATALOGUE[name])
    given = SAMPLES[name].get(field, _absent(field))
    foreign = _replaced(given, FOREIGN)
    before = await dump(shared, records=True)
    assert any(f" {one} " in f"{line} " for line in before for one in _ids(foreign))
    told = set()
    for value in (foreign, _replaced(given, "RU-XX")):
        with pytest.raises(NoRecordError) as caught:
            await run(shared, who, change, SAMPLES[name] | {field: value}, MOMENT, key="к")
        told.add((caught.value.code, caught.value.message, caught.value.field))
    assert told == {("NOT_FOUND", NoRecordError(field).message, field)}
    assert await dump(shared, records=True) == before


@pytest.mark.parametrize("name", sorted(CATALOGUE))
async def test_an_input_that_does_not_fit_names_its_field(shared: Graph, name: str) -> None:
    change, who, good = CATALOGUE[name], maker(CATALOGUE[name]), SAMPLES[name]
    before = await dump(shared, records=True)
    bad: list[tuple[str, dict[str, Any]]] = [("no_such_field", good | {"no_such_field": 1})]
    for one in change.fields:
        bad += [(one.name, good | {one.name: value}) for value in _wrong(one)]
        if one.required:
            bad.append((one.name, {k: v for k, v in good.items() if k != one.name}))
            bad.append((one.name, good | {one.name: None}))
    for field, given in bad:
        with pytest.raises(RefusedError) as caught:
            await run(shared, who, change, given, MOMENT)
        assert (caught.value.field, caught.value.code) == (field, "INVALID_INPUT"), given
        assert not any(word in caught.value.message for word in ("Input", "строка 1", "None"))
    assert await dump(shared, records=True) == before


def _wrong(one: Field) -> Iterator[Any]:
    """Values that no field of this kind may have."""
    if one.many:
        yield "не список"
        yield ["два раза", "два раза"]
        yield [f"id-{n}" for n in range(251)]
    elif one.declared.kind is Kind.TEXT:
        yield 7
        yield "  "
        yield "щ" * 5000
        if one.declared.choices:
            yield "нет такого"
    else:
        yield "не то"
        if one.declared.minimum is not None:
            yield one.declared.minimum - 1


def _absent(field: str) -> str:
    return f"{MINE}-{OPTIONAL.get(field, 'town')}"


def _replaced(value: Any, region: str) -> Any:
    if isinstance(value, list):
        return [_replaced(item, region) for item in value] or [f"{region}-mentor"]
    return value.replace(MINE, region)


def _ids(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]

"""Every kind of sheet against the model: what a row asks for must be something that can be written.

The rows are the kinds' own examples, as a template gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graph.declaration import Cardinality, Kind, Property
from graph.model import MODEL
from imports.draft import Draft, Find, Moment, To
from imports.kinds import KINDS
from imports.name import normalised
from imports.sheet import Place, Presence, SheetKind
from imports.typed import drafts_of, read_row
from imports.ways import WAYS

PLACE = Place("RU-TA", ZoneInfo("Europe/Moscow"), date(2026, 11, 24))
MOMENTS = {Kind.INSTANT: Moment.NOW, Kind.DATE: Moment.TODAY}

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def example(kind: SheetKind, *, required_only: bool = False) -> list[Draft]:
    """What the example row asks for, with everything that it leads to."""
    used = [
        one
        for one in kind.columns
        if one.example and (not required_only or one.presence is Presence.REQUIRED)
    ]
    cells = [one.example for one in used]
    typed = read_row(kind, {index: one.key for index, one in enumerate(used)}, cells, PLACE)
    assert typed.problems == []
    found = drafts_of(kind, typed, PLACE)
    assert typed.problems == []
    seen: dict[int, Draft] = {}
    for draft in found:
        _walk(draft, seen)
    return list(seen.values())


def _walk(draft: Draft, seen: dict[int, Draft]) -> None:
    if id(draft) in seen:
        return
    seen[id(draft)] = draft
    for to in links_of(draft):
        if isinstance(to.target, Draft):
            _walk(to.target, seen)
    for find in draft.find:
        for part in find.key if isinstance(find.key, tuple) else ():
            if isinstance(part, Draft):
                _walk(part, seen)


def links_of(draft: Draft) -> Iterator[To]:
    for named in (draft.links, draft.links_once):
        for targets in named.values():
            yield from targets


def label_of(target: Find | Draft) -> str:
    return target.label if isinstance(target, Draft) else WAYS[target.way].label


def fits(declared: Property, value: Any) -> bool:
    if isinstance(value, Moment):
        return MOMENTS.get(declared.kind) is value
    if declared.kind is Kind.INSTANT:
        return isinstance(value, datetime) and value.tzinfo is UTC
    if declared.kind is Kind.DATE:
        return isinstance(value, date) and not isinstance(value, datetime)
    if declared.kind is Kind.TEXTS:
        return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
    chosen = declared.choices is None or value in {str(one) for one in declared.choices}
    return isinstance(value, declared.kind.python_type) and chosen


def assert_declared(owner: str, declared: tuple[Property, ...], said: Mapping[str, Any]) -> None:
    by_name = {one.name: one for one in declared}
    assert said.keys() <= by_name.keys(), owner
    for name, value in said.items():
        assert fits(by_name[name], value), (owner, name, type(value))
        if isinstance(value, int) and not isinstance(value, bool):
            assert (by_name[name].minimum or 0) <= value <= (by_name[name].maximum or value)


@each_kind
def test_fields_and_links_are_declared_and_of_their_kinds(kind: SheetKind) -> None:
    for draft in example(kind):
        declared = MODEL.nodes[draft.label].properties
        for said in (draft.fields, draft.once, draft.lacking):
            assert_declared(draft.label, declared, said)
        for name, targets in [*draft.links.items(), *draft.links_once.items()]:
            relationship = MODEL.link(draft.label, name)
            for to in targets:
                assert label_of(to.target) in relationship.targets
                given = {**to.properties, **to.once}
                assert_declared(relationship.type, relationship.all_properties, given)
                required = {one.name for one in relationship.all_properties if one.required}
                assert required <= given.keys(), (draft.label, name)
                assert not relationship.interval or "from" in to.once


@each_kind
def test_what_may_be_made_has_all_that_it_needs(kind: SheetKind) -> None:
    for draft in example(kind):
        if not draft.make:
            continue
        said = {**draft.fields, **draft.once, **draft.lacking}
        required = {one.name for one in MODEL.nodes[draft.label].properties if one.required}
        one_of = {
            relationship.link
            for relationship in MODEL.links_of(draft.label)
            if relationship.cardinality is Cardinality.ONE
        }
        assert required <= said.keys(), draft.label
        assert one_of <= draft.links.keys() | draft.links_once.keys(), draft.label
        single = {
            relationship.link
            for relationship in MODEL.links_of(draft.label)
            if relationship.cardinality is not Cardinality.MANY
        }
        assert all(len(draft.links[name]) == 1 for name in single & draft.links.keys())


@each_kind
def test_every_record_is_looked_for_by_ways_of_its_label(kind: SheetKind) -> None:
    for draft in example(kind):
        assert draft.find, draft.label
        for find in draft.find:
            assert WAYS[find.way].label == draft.label
            assert find.column in kind.by_key
        for to in links_of(draft):
            if isinstance(to.target, Find) and label_of(to.target) != "Region":
                assert to.target.column in kind.by_key


@each_kind
def test_columns_tell_how_to_mend_them_and_their_words_are_of_the_dictionary(
    kind: SheetKind,
) -> None:
    assert kind.about
    assert kind.clause
    for column in kind.columns:
        assert column.fix.endswith("."), column.key
        assert column.example or column.presence is Presence.OPTIONAL, column.key
        choices: type[StrEnum] | None = column.declared.choices if column.declared else None
        if choices is not None and column.words:
            assert set(column.words.values()) == {one.value for one in choices}, column.key


@each_kind
def test_no_spelling_names_two_columns_or_one_that_is_left_out(kind: SheetKind) -> None:
    assert not kind.spellings.keys() & set(map(normalised, kind.ignored))
    assert {key for group in kind.one_of for key in group} <= kind.by_key.keys()
    assert kind.varying <= kind.by_key.keys()


def test_kinds_have_names_of_their_own() -> None:
    assert len({kind.ru for kind in KINDS.values()}) == len(KINDS)
    assert all(name == kind.name for name, kind in KINDS.items())

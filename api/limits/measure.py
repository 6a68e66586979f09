"""Definitions put together: each fragment is measured once, after those that it spreads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
)

from api.limits.outline import Definition, Outline, Times, first_of, outline
from api.limits.rows import (
    ALIASES,
    CEILING,
    COST,
    DEPTH,
    DIRECTIVES,
    FIELDS,
    FRAGMENTS,
    INPUT_DEPTH,
    INTROSPECTION_DEPTH,
    LIST_ITEMS,
    REPEATS,
    ROOT_FIELDS,
    SPREADS,
    FragmentCycleError,
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a definition is with everything it spreads; counts stop at CEILING."""

    fields: int
    root_fields: int
    aliases: int
    spreads: int
    depth: int
    schema_depth: int


class Measured:
    """A document within the limits that don't depend on variables; the cost may."""

    def __init__(self, fragments: dict[str, Outline], operations: list[Outline]) -> None:
        self._fragments = fragments
        self._operations = operations
        outlines = [*fragments.values(), *operations]
        self.visited = sum(one.visited for one in outlines)
        self._by_variables = any(_asks_variables(one) for one in outlines)

    def check_cost(self, variables: Mapping[str, Any]) -> None:
        """TooExpensiveError if the answer may be too large with these (coerced) variables."""
        if self._by_variables:
            COST.check(self.cost(variables))

    def cost(self, variables: Mapping[str, Any]) -> int:
        """The cost of the dearest operation: at least 1 a field, times the sizes of its pages."""
        known: dict[str, int] = {}
        for name, one in self._fragments.items():
            known[name] = _cost(one, known, variables)
        return max((_cost(one, known, variables) for one in self._operations), default=0)


def measure(schema: GraphQLSchema, document: DocumentNode) -> Measured:
    """Measure a parsed document in linear time; the error of a limit it is over."""
    definitions = [one for one in document.definitions if isinstance(one, Definition)]
    named = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
    FRAGMENTS.check(sum(isinstance(one, FragmentDefinitionNode) for one in definitions))
    outlined = {name: outline(schema, one) for name, one in named.items()}
    operations = [
        outline(schema, one) for one in definitions if isinstance(one, OperationDefinitionNode)
    ]
    _check_own([*outlined.values(), *operations])
    fragments = _ordered(outlined)
    _check_sizes(fragments, operations)
    measured = Measured(fragments, operations)
    # Pages of variables count as pages of one here: what is too much even so is refused at once.
    COST.check(measured.cost(dict.fromkeys(_variables(document), 1)))
    return measured


def _check_own(outlines: list[Outline]) -> None:
    DIRECTIVES.check(sum(one.directives for one in outlines))
    LIST_ITEMS.check(max((one.longest_list for one in outlines), default=0))
    INPUT_DEPTH.check(max((one.input_depth for one in outlines), default=0))
    REPEATS.check(sum(one.repeats for one in outlines))


def _ordered(outlines: dict[str, Outline]) -> dict[str, Outline]:
    """Fragments, each after those it spreads; FragmentCycleError if there is no such order."""
    ordered: dict[str, Outline] = {}
    for start in outlines:
        path = [(start, iter(_spread_names(outlines[start])))]
        on_path = {start}
        while path:
            name, names = path[-1]
            following = next((one for one in names if one not in ordered and one in outlines), None)
            if following is None:
                ordered[name] = outlines[name]
                on_path.discard(name)
                path.pop()
            elif following in on_path:
                raise FragmentCycleError
            else:
                on_path.add(following)
                path.append((following, iter(_spread_names(outlines[following]))))
    return ordered


def _check_sizes(fragments: dict[str, Outline], operations: list[Outline]) -> None:
    known: dict[str, Size] = {}
    for name, one in fragments.items():
        known[name] = _size(one, known)
    sizes = [_size(one, known) for one in operations]
    for size in (*known.values(), *sizes):
        DEPTH.check(size.depth)
        INTROSPECTION_DEPTH.check(size.schema_depth)
        SPREADS.check(size.spreads)
        ALIASES.check(size.aliases)
        FIELDS.check(size.fields)
    for size in sizes:
        ROOT_FIELDS.check(size.root_fields)


def _size(one: Outline, known: Mapping[str, Size]) -> Size:
    inside = [(spread.place, known[spread.name]) for spread in one.spreads if spread.name in known]
    top = [size for place, size in inside if place.depth + place.schema_depth == 0]
    return Size(
        fields=_sum([one.fields, *(size.fields for _, size in inside)]),
        root_fields=_sum([one.root_fields, *(size.root_fields for size in top)]),
        aliases=_sum([one.aliases, *(size.aliases for _, size in inside)]),
        spreads=_sum([len(one.spreads), *(size.spreads for _, size in inside)]),
        depth=max([one.depth, *(place.depth + size.depth for place, size in inside)]),
        schema_depth=max(
            [one.schema_depth, *(place.schema_depth + size.schema_depth for place, size in inside)]
        ),
    )


def _cost(one: Outline, known: Mapping[str, int], variables: Mapping[str, Any]) -> int:
    own = (_times(Times(number, names), variables) for names, number in one.costs.items())
    spread = (_times(each.place.times, variables) * known.get(each.name, 0) for each in one.spreads)
    return _sum([*own, *spread])


def _times(times: Times, variables: Mapping[str, Any]) -> int:
    sizes = prod(first_of(variables.get(name)) for name in times.variables)
    return min(times.number * sizes, CEILING)


def _sum(numbers: Iterable[int]) -> int:
    return min(sum(numbers), CEILING)


def _spread_names(one: Outline) -> list[str]:
    return [spread.name for spread in one.spreads]


def _asks_variables(one: Outline) -> bool:
    return any(one.costs) or any(spread.place.times.variables for spread in one.spreads)


def _variables(document: DocumentNode) -> set[str]:
    return {
        variable.variable.name.value
        for one in document.definitions
        if isinstance(one, OperationDefinitionNode)
        for variable in one.variable_definitions or ()
    }

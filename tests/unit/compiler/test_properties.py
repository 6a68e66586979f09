"""Any filter at all: its values are parameters, its shape is all that the text depends on."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.compiler.questions import compiled

# Nothing that a statement or a name of the model holds, and all that could end a text of Cypher.
WORDS = st.text("ъё'\"`\\{}/$\n", min_size=3, max_size=12)
NUMBERS = st.integers(10**6, 2**31 - 1)
TEXT = st.tuples(st.sampled_from(["eq", "ne", "contains", "startsWith"]), WORDS)
NUMBER = st.tuples(st.sampled_from(["eq", "ne", "lt", "lte", "gt", "gte"]), NUMBERS)

Shape = tuple[Any, ...]


def filters(depth: int = 3) -> st.SearchStrategy[Shape]:
    """Filters of schools and, through relationships, of their students and of their schools."""
    return _filters("School", depth)


def _filters(label: str, depth: int) -> st.SearchStrategy[Shape]:
    own: dict[str, list[st.SearchStrategy[Shape]]] = {
        "School": [st.tuples(st.just("name"), TEXT), st.tuples(st.just("id"), TEXT)],
        "Student": [st.tuples(st.just("grade"), NUMBER), st.tuples(st.just("id"), TEXT)],
    }
    leaf = st.one_of(own[label]).filter(lambda one: one[0] != "id" or one[1][0] in ("eq", "ne"))
    if not depth:
        return leaf
    same = _filters(label, depth - 1)
    step, target = {"School": ("students", "Student"), "Student": ("school", "School")}[label]
    further = _filters(target, depth - 1)
    through = st.tuples(st.just(step), st.sampled_from(["some", "none", "all"]), further)
    return st.one_of(
        leaf,
        st.tuples(st.sampled_from(["and", "or"]), st.lists(same, min_size=1, max_size=3)),
        st.tuples(st.just("not"), same),
        through,
    )


def written(shape: Shape, values: list[Any]) -> str:
    """The filter as a client writes it; its values are collected on the way."""
    match shape:
        case ("and" | "or" as word, parts):
            return f"{{{word}: [{', '.join(written(part, values) for part in parts)}]}}"
        case ("not", part):
            return f"{{not: {written(part, values)}}}"
        case (name, (operator, value)) if isinstance(operator, str):
            values.append(value)
            return f"{{{name}: {{{operator}: {json.dumps(value, ensure_ascii=False)}}}}}"
        case (step, how, part):
            return f"{{{step}: {{{how}: {written(part, values)}}}}}"
    raise AssertionError(shape)


def other(shape: Any, value: Any) -> Any:
    """The same filter with another value wherever one stands."""
    match shape:
        case tuple((str() as operator, str() | int() as given)) if operator in _OPERATORS:
            return operator, f"{value}" if isinstance(given, str) else value
        case tuple() | list():
            return type(shape)(other(part, value) for part in shape)
    return shape


_OPERATORS = {"eq", "ne", "contains", "startsWith", "lt", "lte", "gt", "gte"}


def asked(shape: Shape) -> tuple[Any, list[Any]]:
    """Compiled for the head; `compiled` itself holds that a limited viewer's is all in scope."""
    values: list[Any] = []
    text = written(shape, values)
    return compiled(f"{{ schools(filter: {text}) {{ totalCount }} }}"), values


@settings(max_examples=25, deadline=None)
@given(filters())
def test_values_of_a_filter_are_parameters_and_never_text(shape: Shape) -> None:
    one, values = asked(shape)
    sent = [str(value).lower() for value in one.parameters.values()]
    for value in values:
        assert str(value) not in one.plan.statement.text
        assert str(value).lower() in sent
    assert set(re.findall(r"\$(p\d+)", one.text)) == one.parameters.keys() - set(one.plan.shared)


@settings(max_examples=25, deadline=None)
@given(filters())
def test_the_text_depends_on_the_shape_of_a_filter_alone(shape: Shape) -> None:
    one, values = asked(shape)
    changed, others = asked(other(shape, 1_234_567))
    assert changed.plan.statement.text == one.plan.statement.text
    assert len(others) == len(values)

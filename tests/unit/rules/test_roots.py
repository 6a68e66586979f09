"""Weights of gaps: roots, what hangs on them, circles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.model.gap import Severity
from queries.rules.roots import Node, Weight, weights


def node(id_: str, *causes: str, children: int = 0, reports: tuple[int, ...] = ()) -> Node:
    return Node(id_, Severity.B, children, frozenset(reports), causes)


def test_a_chain_hangs_on_its_end() -> None:
    found = weights(
        [
            node("advice", "practicum", children=5, reports=(4,)),
            node("practicum", "mentor", children=2, reports=(3, 4)),
            node("mentor"),
        ]
    )
    assert found == {
        "mentor": Weight(True, 2, 7, (3, 4)),
        "practicum": Weight(False, 1, 7, (3, 4)),
        "advice": Weight(False, 0, 5, (4,)),
    }


def test_a_gap_with_two_causes_hangs_on_both_and_is_counted_once() -> None:
    found = weights(
        [node("left"), node("right"), node("below", "left", "right"), node("end", "below", "left")]
    )
    assert [found[root].gaps for root in ("left", "right")] == [2, 2]
    assert {id_ for id_, weight in found.items() if weight.root} == {"left", "right"}


def test_a_circle_has_its_gravest_gap_for_a_root() -> None:
    circle = [node("a", "c"), node("b", "a"), Node("c", Severity.A, 0, frozenset(), ("b",))]
    found = weights([*circle, node("below", "b")])
    assert {id_ for id_, weight in found.items() if weight.root} == {"c"}
    assert found["c"].gaps == 3


def test_a_cause_that_is_not_open_counts_for_nothing() -> None:
    assert weights([node("alone", "closed")]) == {"alone": Weight(True, 0, 0, ())}


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.frozensets(st.sampled_from("abcdefgh")), max_size=8
    )
)
def test_every_gap_hangs_on_some_root_whatever_the_circles(
    graph: dict[str, frozenset[str]],
) -> None:
    found = weights(node(id_, *sorted(causes - {id_})) for id_, causes in graph.items())
    reached = {id_ for id_, weight in found.items() if weight.root}
    waiting = list(reached)
    while waiting:
        cause = waiting.pop()
        for id_, causes in graph.items():
            if cause in causes and id_ not in reached:
                reached.add(id_)
                waiting.append(id_)
    assert reached == graph.keys()

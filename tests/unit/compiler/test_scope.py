"""The viewer's scope stands in every step of every statement: walked over the whole model."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from api.node.inputs import FILTERS
from api.node.naming import MANY, camel, node_groups, node_made, node_steps, node_values, root_names
from api.schema import SCHEMA
from queries.compiler.steps import LABELS, Step, singular
from queries.scope import VISIBILITY, Rule
from tests.unit.compiler.questions import compiled, flat, whole
from tests.unit.compiler.scoped import unscoped

MANY_OF = {root.label: name for name, root in root_names().items() if root.kind == MANY}
MOMENT = 'asOf: "2019-10-01T00:00:00Z"'


def test_a_page_with_its_count_its_filter_and_its_nodes_within_scope() -> None:
    query = """{ schools(first: 1, filter: {students: {some: {grade: {eq: 8}}}}) {
      totalCount edges { node { region { name } } } } }"""
    one = compiled(query, everything=False)
    lasts = flat("""
      r3.from <= CASE WHEN n2.region IN $ahead THEN $tomorrow ELSE $today END AND (r3.to IS NULL
      OR CASE WHEN n2.region IN $ahead THEN $tomorrow ELSE $today END < r3.to)""")
    match = flat(f"""
      MATCH (n1:School)
      WHERE n1.region IN $scope_regions AND (EXISTS {{
        MATCH (n1)<-[r3:STUDIES_AT]-(n2:Student)
        WHERE {lasts} AND n2.region IN $scope_regions AND (n2.grade = $p1) }})""")
    assert one.text == flat(f"""
      CALL () {{
        {match}
        WITH n1 ORDER BY n1.name, n1.id LIMIT $p2
        CALL (n1) {{
          MATCH (n5:Region {{id: n1.region}})
          WHERE n5.region IN $scope_regions
          WITH n5 ORDER BY n5.id LIMIT 1
          RETURN collect([n5.name])[0] AS v4
        }}
        RETURN collect([v4]) AS rows
      }}
      RETURN rows, COUNT {{ {match} }} AS total""")
    assert one.plan.shared == ("ahead", "scope_regions", "today", "tomorrow")
    assert "$scope" not in compiled(query).text


def test_a_person_is_seen_by_a_role_in_the_region() -> None:
    one = compiled('{ person(id: "p") { version } }', everything=False)
    assert one.text == flat("""
      MATCH (n1:Person {id: $p1})
      WHERE (n1.id = $scope_person
        OR EXISTS {
          MATCH (n1)-[:CURATES|COORDINATES|CONTACT_OF|REPRESENTS|NAVIGATES|EXPERT_AT]->
            (scope_unit_n1)
          WHERE scope_unit_n1.region IN $scope_regions
        }
        OR EXISTS {
          MATCH (n1)<-[:IS_PERSON|NOMINATES]-(scope_record_n1)
          WHERE scope_record_n1.region IN $scope_regions
        })
      RETURN [coalesce(n1.version, 0)]""").replace("-> (", "->(")
    assert one.plan.shared == ("scope_person", "scope_regions")


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("as_of", ["", MOMENT])
def test_every_way_from_every_node_is_scoped(label: str, as_of: str) -> None:
    """`whole` refuses a statement with a node outside its scope."""
    for part in _parts(list(_ways(label)), 25):
        given = f"(first: 1, {as_of})" if as_of else "(first: 1)"
        whole(f"{{ {MANY_OF[label]}{given} {{ {_page(' '.join(part))} }} }}", everything=False)


@pytest.mark.parametrize("label", LABELS)
def test_every_filter_of_every_node_is_scoped(label: str) -> None:
    fields = SCHEMA._schema.get_type(f"{label}Filter").fields  # type: ignore[union-attr]
    given = [
        f'{name}: {{some: {{id: {{eq: "x"}}}}, none: {{}}, all: {{not: {{id: {{eq: "x"}}}}}}}}'
        for name, field in fields.items()
        if str(field.type).endswith("Quantified")
    ]
    for part in _parts(given, 20):
        plan = whole(f"{{ {MANY_OF[label]}(filter: {{{', '.join(part)}}}) {{ totalCount }} }}",
            everything=False).parts[MANY_OF[label]].plan  # fmt: skip
        assert plan is not None
        assert plan.statement.text.count("EXISTS {") >= 3 * len(part)


@pytest.mark.parametrize("label", [label for label in LABELS if node_groups(label)])
def test_every_group_of_every_node_is_scoped(label: str) -> None:
    for name, group in node_groups(label).items():
        below = f" {{ {' '.join(_ways(group.target, deep=False))} }}" if group.steps else ""
        by = "REGION_ID" if name == "regionId" else group.name.upper()
        whole(f"{{ {MANY_OF[label]}By(by: [{by}]) {{ count {name}{below} }} }}", everything=False)


def test_what_is_read_outside_the_scope_is_noticed() -> None:
    """The walk itself: it would see a step that lost its predicate."""
    text = compiled("{ schools { totalCount edges { node { region { name } } } } }",
        everything=False).plan.statement.text  # fmt: skip
    assert unscoped(text) == []
    predicates = re.findall(r"WHERE n\d\.region IN \$scope_regions\n", text)
    assert len(predicates) == 2
    for lost in predicates:
        assert len(unscoped(text.replace(lost, ""))) == 1
    assert unscoped("MATCH (n1:School)-->(:Student) WHERE n1.region IN $scope_regions") == [
        ":Student"
    ]


def test_every_label_has_its_rule() -> None:
    assert set(LABELS) == {label for label, rule in VISIBILITY.items() if rule is not Rule.NEVER}
    assert set(FILTERS) == set(LABELS)


def _page(node: str) -> str:
    return f"totalCount pageInfo {{ endCursor }} edges {{ cursor node {{ {node} }} }}"


def _ways(label: str, *, deep: bool = True) -> Iterable[str]:
    """Every value and way of a node, the ways to the id of what is there."""
    yield "id"
    yield from (f"v{i}: {name}" for i, name in enumerate([*node_values(label), *node_made(label)]))
    for name, step in node_steps(label).items():
        if not step.many:
            yield f"{name} {{ {_targets(step)} }}"
        elif deep:
            yield f"{name}(first: 1) {{ {_page('id')} }}"


def _targets(step: Step) -> str:
    if len(step.targets) == 1:
        return "id"
    return " ".join(f"... on {t} {{ {camel(singular(t))}Id: id }}" for t in step.targets)


def _parts(given: list[str], size: int) -> list[list[str]]:
    """Within the limits of one document."""
    return [given[i : i + size] for i in range(0, len(given), size)]

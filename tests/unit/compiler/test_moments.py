"""As of a past moment: what was not yet is not there, gaps are as their events left them.

And what may be told of a child, which is decided by today's consent whatever moment is asked about.
"""

from __future__ import annotations

import pytest

from queries.compiler.ordering import encode
from tests.unit.compiler.questions import compiled, flat, whole

AT = 'asOf: "2019-10-01T12:00:00+03:00"'


def test_what_came_later_is_not_there() -> None:
    one = compiled(f"""{{ practicums({AT}, first: 1) {{ totalCount edges {{ node {{
      postedAt cancelledAt onDay startsAt }} }} }} }}""")
    match = "MATCH (n1:Practicum) WHERE (n1.posted_at IS NULL OR n1.posted_at <= $at)"
    cancelled = "CASE WHEN n1.cancelled_at <= $at THEN n1.cancelled_at END"
    assert one.text == flat(f"""
      CALL () {{
        {match}
        WITH n1 ORDER BY n1.id LIMIT $p1
        RETURN collect([
          (n1.posted_at).epochSeconds * 1000000 + (n1.posted_at).microsecond,
          ({cancelled}).epochSeconds * 1000000 + ({cancelled}).microsecond,
          toString(n1.on_day),
          (n1.starts_at).epochSeconds * 1000000 + (n1.starts_at).microsecond]) AS rows
      }}
      RETURN rows, COUNT {{ {match} }} AS total""").replace("([ (", "([(")
    assert one.plan.shared == ("at",)


def test_what_was_taken_away_is_not_there_but_was() -> None:
    now = compiled("{ mediaFiles { totalCount } }")
    assert now.text == "RETURN COUNT { MATCH (n1:MediaFile) WHERE n1.removed_at IS NULL } AS total"
    then = compiled(f"{{ mediaFiles({AT}) {{ totalCount }} }}")
    assert then.text == flat("""
      RETURN COUNT { MATCH (n1:MediaFile)
        WHERE (n1.uploaded_at IS NULL OR n1.uploaded_at <= $at)
          AND (n1.removed_at IS NULL OR $at < n1.removed_at) } AS total""")


def test_relationships_are_those_of_that_day() -> None:
    one = compiled(f"""{{ student(id: "s", {AT}) {{ school {{ id }}
      schoolHistory(first: 1) {{ edges {{ from }} }}
      enrolments(first: 1) {{ edges {{ cancelledAt }} }} }} }}""")
    day = "CASE WHEN n1.region IN $ahead THEN $tomorrow ELSE $today END"
    cancelled = "CASE WHEN r9.cancelled_at <= $at THEN r9.cancelled_at END"
    assert one.text == flat(f"""
      MATCH (n1:Student {{id: $p1}})
      WHERE (n1.registered_at IS NULL OR n1.registered_at <= $at)
      CALL (n1) {{
        MATCH (n1)-[r4:STUDIES_AT]->(n3:School)
        WHERE r4.from <= {day} AND (r4.to IS NULL OR {day} < r4.to)
        WITH n3 ORDER BY n3.id LIMIT 1
        RETURN collect([n3.id])[0] AS v2
      }}
      CALL (n1) {{
        MATCH (n1)-[r6:STUDIES_AT]->(n5:School)
        WHERE r6.from <= {day}
        WITH n5, r6 ORDER BY n5.name, n5.id, r6.from LIMIT $p2
        RETURN collect([toString(r6.from)]) AS v7
      }}
      CALL (n1) {{
        MATCH (n1)-[r9:ENROLLED_IN]->(n8:Practicum)
        WHERE r9.enrolled_at <= $at AND (n8.posted_at IS NULL OR n8.posted_at <= $at)
        WITH n8, r9 ORDER BY n8.id LIMIT $p3
        RETURN collect([({cancelled}).epochSeconds * 1000000
          + ({cancelled}).microsecond]) AS v10
      }}
      RETURN [v2, v7, v10]""")


EVENT = """COLLECT {{ MATCH (n1)<-[:HAPPENED_TO]-(e_n:GapEvent) WHERE e_n.at <= $at AND {0}
  RETURN {1} ORDER BY e_n.at DESC, e_n.id DESC LIMIT 1 }}[0]"""
CHANGED = "e_n.change IN ['opened', 'reopened', 'closed', 'waived', 'upcoming', 'averted']"
STATE = """CASE e_n.change WHEN 'opened' THEN 'open' WHEN 'reopened' THEN 'open'
  ELSE e_n.change END"""


@pytest.mark.parametrize("everything", [True, False])
def test_a_gap_is_as_its_events_left_it(everything: bool) -> None:
    one = compiled(f'{{ gap(id: "g", {AT}) {{ state count rule }} }}', everything=everything)
    scope = "" if everything else "e_n.region IN $scope_regions AND "
    state = f"coalesce({EVENT.format(scope + CHANGED, STATE)}, n1.state)"
    count = f"coalesce({EVENT.format(scope + 'e_n.count IS NOT NULL', 'e_n.count')}, n1.count)"
    own = "" if everything else "n1.region IN $scope_regions AND "
    assert one.text == flat(f"""
      MATCH (n1:Gap {{id: $p1}}) WHERE {own}(n1.known_from IS NULL OR n1.known_from <= $at)
      RETURN [{state}, {count}, n1.rule]""")
    assert one.answer([["waived", 3, "R01"]]) == {"state": "WAIVED", "count": 3, "rule": "R01"}


def test_filters_and_orders_see_the_past_as_well() -> None:
    one = compiled(f"""{{ gaps({AT}, first: 1, filter: {{state: {{eq: OPEN}},
      closedAt: {{isNull: true}}}}, orderBy: {{field: STATE}}) {{ edges {{ cursor }} }} }}""")
    state = flat(f"coalesce({EVENT.format(CHANGED, STATE)}, n1.state)")
    closed = "CASE WHEN n1.closed_at <= $at THEN n1.closed_at END IS NULL"
    for condition in (f"{state} = $p1", closed):
        assert condition in one.text.partition(" WITH n1 ORDER BY ")[0]
    assert f" WITH n1 ORDER BY {state}, n1.id LIMIT " in one.text


def test_what_is_always_there_may_not_have_been_yet() -> None:
    """A licence is issued on some day; before it, that day is nothing, and nothing comes last."""
    query = """query($after: String, $at: DateTime) {
      licences(first: 1, after: $after, orderBy: {field: ISSUED_ON}, asOf: $at) {
        edges { node { id } } } }"""
    after = encode("issued_on", ["2019-09-01", "l"])
    now = compiled(query, after=after)
    assert (
        flat("""
      WHERE n1.issued_on >= $p2
        AND (n1.issued_on > $p2 OR n1.issued_on = $p2 AND n1.id > $p3)""")
        in now.text
    )
    past = compiled(query, after=after, at="2019-10-01T00:00:00Z")
    day = "CASE WHEN n1.region IN $ahead THEN $tomorrow ELSE $today END"
    issued = f"CASE WHEN n1.issued_on <= {day} THEN n1.issued_on END"
    assert (
        flat(f"""
      WHERE (({issued} > $p2 OR {issued} IS NULL) OR {issued} = $p2 AND n1.id > $p3)""")
        in past.text
    )


def test_a_childs_name_is_told_by_consent() -> None:
    one = compiled('{ student(id: "s") { fullName familyName grade } }', everything=False)
    head, _, rest = one.text.partition(" CALL (n1) { RETURN ")
    assert head == "MATCH (n1:Student {id: $p1}) WHERE n1.region IN $scope_regions"
    consent, _, rest = rest.partition(" AS ok2 } ")
    assert "(n1)<-[:FOR_CHILD]-(consent_n1:Consent)" in consent
    assert "$consent_day <= consent_n1.valid_until" in consent
    assert rest == flat("""RETURN [CASE WHEN ok2 THEN n1.family_name END,
      CASE WHEN ok2 THEN n1.given_name END, CASE WHEN ok2 THEN n1.patronymic END, n1.grade]""")
    assert one.answer([["Петров", "Пётр", None, 8]]) == {
        "fullName": "Петров Пётр",
        "familyName": "Петров",
        "grade": 8,
    }
    assert one.answer([[None, None, None, 8]]) == {
        "fullName": None,
        "familyName": None,
        "grade": 8,
    }


@pytest.mark.parametrize(
    ("field", "link"), [("recommendation", "RECOMMENDS_TO"), ("stageResult", "RESULT_OF")]
)
def test_what_was_said_to_a_child_is_told_by_its_consent(field: str, link: str) -> None:
    one = compiled(f'{{ {field}(id: "x") {{ text }} }}', everything=False)
    assert (
        flat(f"""
      CALL (n1) {{ RETURN EXISTS {{ MATCH (n1)-[:{link}]->(child_ok2:Student)
      WHERE child_ok2.region IN $scope_regions
        AND child_ok2.processing_stopped_at IS NULL AND EXISTS {{""")
        in one.text
    )
    assert one.text.endswith("RETURN [CASE WHEN ok2 THEN n1.text END]")


def test_the_past_does_not_open_what_today_closes() -> None:
    one = compiled(f'{{ student(id: "s", {AT}) {{ familyName }} }}', everything=False)
    assert one.plan.shared == ("at", "consent_day", "now", "scope_regions")
    assert "consent_n1.given_on <= $consent_day" in one.text
    assert "$now < consent_n1.withdrawn_at" in one.text


def test_while_it_is_one_day_everywhere_no_node_is_asked_for_its_own() -> None:
    query = "{ schools { edges { node { students { totalCount } } } } }"
    texts = {}
    for split in (True, False):
        plan = whole(query, split=split).parts["schools"].plan
        assert plan is not None
        texts[split] = plan.statement.text
    assert "IN $ahead THEN $tomorrow" in texts[True]
    assert "$ahead" not in texts[False]
    assert "<= $today AND" in texts[False]

"""Curators' requests answered late or not at all after their day."""

from graph.declaration import Kind, Personal
from queries.saved.declaration import Column, Question

# The day is told by the gap that the scan has found: there the calendar is known.
QUESTION = Question(
    "late_answers",
    "6.1, 3.3",
    "Запросы куратора с опоздавшим ответом",
    """
MATCH (g:Gap {rule: 'R24', state: 'open'})-[:AT]->(i:InformationRequest)
WHERE ($scope_all OR g.region IN $scope_regions) AND ($scope_all OR i.region IN $scope_regions)
  AND ($region = '' OR g.region = $region) AND i.asked_at <= $as_of
OPTIONAL MATCH (i)-[:ASKED_BY]->(c:Person)
WITH i.region AS region, i.id AS request, i.subject AS subject, i.asked_at AS asked_at,
  g.due_on AS due_on, CASE WHEN i.answered_at <= $as_of THEN i.answered_at END AS answered_at,
  c.family_name + ' ' + c.given_name AS curator_name,
  i.region + ' ' + toString(g.due_on) + ' ' + i.id AS key
""",
    (
        Column("region", Kind.TEXT, "регион"),
        Column("request", Kind.TEXT, "запрос"),
        Column("subject", Kind.TEXT, "о чём"),
        Column("asked_at", Kind.INSTANT, "направлен"),
        Column("due_on", Kind.DATE, "ответить до"),
        Column("answered_at", Kind.INSTANT, "дан ответ"),
        Column("curator_name", Kind.TEXT, "куратор", Personal.ADULT),
    ),
)

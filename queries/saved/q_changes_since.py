"""What changed since a moment: gaps opened, closed, reopened, waived, due another day."""

from graph.declaration import Kind
from queries.saved.declaration import Column, Question

QUESTION = Question(
    "changes_since",
    "7.1",
    "Что изменилось с прошлого раза",
    """
MATCH (e:GapEvent)-[:HAPPENED_TO]->(g:Gap)
WHERE ($scope_all OR e.region IN $scope_regions) AND ($scope_all OR g.region IN $scope_regions)
  AND ($region = '' OR e.region = $region)
  AND e.at > $since AND e.at <= $as_of AND NOT e.change IN ['count', 'upcoming', 'averted']
  AND (e.change <> 'redated' OR g.opened_at <= e.at)
WITH e.region AS region, e.at AS at, e.change AS change, g.rule AS rule, g.case AS case,
  g.severity AS severity, g.id AS gap, e.count AS count,
  toString(e.at) + ' ' + e.id AS key
""",
    (
        Column("region", Kind.TEXT, "регион"),
        Column("at", Kind.INSTANT, "когда"),
        Column("change", Kind.TEXT, "что произошло"),
        Column("rule", Kind.TEXT, "правило"),
        Column("case", Kind.TEXT, "случай"),
        Column("severity", Kind.TEXT, "тяжесть"),
        Column("gap", Kind.TEXT, "пробел"),
        Column("count", Kind.INTEGER, "записей"),
    ),
)

"""R31: alerts that could be delivered to nobody. Source: clause 3.1.

Alerts of this rule are left out: where nobody can be reached, each would be a reason for another.
"""

from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

ALERTS = Pattern(
    """
MATCH (unit:Alert {region: $region})
WHERE ($unit IS NULL OR unit.id = $unit) AND unit.raised_at <= $as_of
  AND coalesce(unit.cleared_at > $as_of, true)
  AND unit.rule <> 'R31' AND EXISTS { (unit)<-[:DELIVERS]-(:Delivery) }
WITH unit, unit AS record,
  date(datetime({datetime: unit.raised_at, timezone: $zone})) AS raised_on,
  EXISTS {
    MATCH (unit)<-[:DELIVERS]-(d:Delivery)-[:ADDRESSED_TO]->(:Person) WHERE d.state <> 'dead'
  } AS reaches
""",
    evidence="[{what: 'поднято', id: record.id, on: raised_on}]",
)

RULE = Rule(
    "R31",
    "3.1",
    "Оповещение некому доставить",
    Accountable.CURATOR,
    cases(
        Case(
            "undelivered",
            Severity.C,
            "Оповещение не дошло ни до кого",
            "Внесите адреса координатора и куратора и проверьте их.",
            ALERTS,
            gap="NOT reaches",
            path=("Регион", "Пробел", "Оповещение", "Получатель"),
        ),
    ),
    causes=(
        Cause(
            ("undelivered",),
            "R02",
            ("no_curator",),
            path="MATCH (b:Region {id: a.region})",
        ),
        Cause(
            ("undelivered",),
            "R01",
            ("no_coordinator",),
            path="MATCH (b:Region {id: a.region})",
        ),
    ),
)

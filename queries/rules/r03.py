"""R03: a skill of the seven not confirmed at the coordinator's approval. Source: clause 4.2."""

from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases

NOMINATIONS = Pattern(
    """
MATCH (unit:Region {id: $region})<-[:FOR_REGION]-(record:Nomination)
WHERE ($unit IS NULL OR unit.id = $unit) AND record.approved_on <= $day
  AND coalesce(record.rejected_on > $day, true)
  AND EXISTS { (record)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign}) }
WITH unit, record, size(coalesce(record.skills, [])) AS confirmed
""",
    evidence="[{what: 'согласован', id: record.id, on: record.approved_on}]",
)

RULE = Rule(
    "R03",
    "4.2",
    "Навыки координатора подтверждены не все",
    Accountable.CURATOR,
    cases(
        Case(
            "skills_not_confirmed",
            Severity.C,
            "При согласовании подтверждены не все семь навыков",
            "Подтвердите недостающие навыки или запланируйте обучение координатора.",
            NOMINATIONS,
            gap="confirmed < 7",
            due="record.approved_on",
            due_source="день согласования",
            path=("Регион", "Выдвижение", "Навыки"),
        ),
    ),
)

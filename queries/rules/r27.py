"""R27: needs of training that no event has met. Source: clause 6.2.11."""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases

NEEDS = Pattern(
    """
MATCH (unit:TrainingNeed {region: $region})
WHERE ($unit IS NULL OR unit.id = $unit) AND unit.raised_on <= $day
WITH unit, unit AS record, EXISTS { (:TrainingEvent)-[:MEETS]->(unit) } AS met
""",
    evidence="[{what: 'заявлена', id: record.id, on: record.raised_on}]",
)

RULE = Rule(
    "R27",
    "6.2.11",
    "Потребность в обучении не закрыта",
    Accountable.CURATOR,
    cases(
        Case(
            "need_unmet",
            Severity.C,
            "Потребность в обучении ждёт дольше срока",
            "Назначьте семинар или ответьте региону, когда он будет.",
            NEEDS,
            gap="NOT met AND record.raised_on <= $late_day.training_old",
            since="record.raised_on",
            term=TermKind.TRAINING_OLD,
            due_source="срок кампании: дней до обучения",
            path=("Регион", "Потребность в обучении"),
        ),
    ),
    reports=(11,),
)

"""R30: the register of breaches: gaps closed late, gaps waived with a reason.

Source: clause 7.1: responsibility by the coordinator's contract, which the evidence names.
"""

from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases

GAPS = Pattern(
    """
MATCH (unit:Region {id: $region})
WHERE ($unit IS NULL OR unit.id = $unit)
WITH unit, COLLECT {
  MATCH (n:Nomination {region: $region})-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign})
  WHERE n.contract_signed_on <= $day
  RETURN {what: 'договор координатора', id: n.id, on: n.contract_signed_on} AS contract
  ORDER BY n.contract_signed_on DESC, n.id
} AS contracts
MATCH (record:Gap {region: $region})
WHERE record.rule <> 'R30' AND record.opened_at <= $as_of
  AND record.state IN ['closed', 'waived']
WITH unit, record, contracts,
  CASE WHEN record.state = 'closed' AND record.closed_at <= $as_of
    THEN date(datetime({datetime: record.closed_at, timezone: $zone})) END AS closed_on,
  COLLECT {
    MATCH (w:Waiver)-[:WAIVES]->(record) WHERE w.at <= $as_of
    RETURN {what: 'снят: ' + w.reason, id: w.id,
      on: date(datetime({datetime: w.at, timezone: $zone}))} AS waiver ORDER BY w.at, w.id
  } AS waivers
""",
    evidence="[{what: 'срок', id: record.id, on: record.due_on}, "
    "{what: 'закрыт', id: record.id, on: closed_on}] + waivers + contracts",
)

_PATH = ("Регион", "Координатор", "Договор", "Пробел")

RULE = Rule(
    "R30",
    "7.1",
    "Реестр нарушений",
    Accountable.CURATOR,
    cases(
        Case(
            "closed_late",
            Severity.C,
            "Пробелы закрыты позже срока",
            "Учтите при приёмке услуг по договору; причину спросите у координатора.",
            GAPS,
            population="closed_on IS NOT NULL",
            gap="closed_on > record.due_on",
            path=_PATH,
        ),
        Case(
            "waived",
            Severity.C,
            "Пробелы сняты куратором",
            "Проверьте, что у каждого снятия есть причина.",
            GAPS,
            population="record.state = 'waived'",
            gap="record.state = 'waived'",
            path=_PATH,
        ),
    ),
)

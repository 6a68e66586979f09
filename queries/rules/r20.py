"""R20: practicums held before the venue's contract, contracts unsigned at their due date.

Source: clause 5.4.4: timely conclusion of contracts between the region's venues and the operator.
"""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

HELD = Pattern(
    """
MATCH (unit:Venue {region: $region})<-[:HELD_AT]-(record:Practicum)
WHERE ($unit IS NULL OR unit.id = $unit)
  AND record.held_at <= $as_of AND record.on_day <= $day
  AND EXISTS { (record)-[:PART_OF]->(:Campaign {id: $campaign}) }
WITH unit, record,
  COLLECT {
    MATCH (unit)<-[:WITH_VENUE]-(c:VenueContract)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign})
    WHERE c.signed_on <= $day
    RETURN {id: c.id, signed: c.signed_on, until: c.valid_until} AS contract ORDER BY c.id
  } AS contracts
""",
    evidence="[{what: 'практикум проведён', id: record.id, on: record.on_day}] + "
    "[one IN contracts | {what: 'договор подписан', id: one.id, on: one.signed}]",
)

CONTRACTS = Pattern(
    """
MATCH (unit:Venue {region: $region})-[assigned:ASSIGNED_TO]->(:Campaign {id: $campaign})
WHERE assigned.from <= $day AND ($day < assigned.to OR assigned.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
OPTIONAL MATCH (unit)<-[:WITH_VENUE]-(contract:VenueContract)
WHERE EXISTS { (contract)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign}) }
WITH DISTINCT unit, coalesce(contract, unit) AS record,
  coalesce(contract.signed_on <= $day, false) AS signed,
  coalesce(contract.due_on, $due.contract_signed) AS sign_by,
  // The last day of the contract that lasts longest; one without an end lasts for good.
  COLLECT {
    MATCH (unit)<-[:WITH_VENUE]-(c:VenueContract)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign})
    WHERE c.signed_on <= $day
    RETURN max(coalesce(c.valid_until, date('9999-12-31')))
  }[0] AS lasts_until
""",
    evidence="[{what: 'подписать до', id: record.id, on: sign_by}]",
)

RULE = Rule(
    "R20",
    "5.4.4",
    "Договор с площадкой не заключён вовремя",
    Accountable.VENUE,
    cases(
        Case(
            "held_before_contract",
            Severity.A,
            "Практикум проведён до подписания договора с площадкой",
            "Сообщите куратору: расходы по этим практикумам не могут быть приняты, "
            "пока договор не подписан.",
            HELD,
            gap="none(one IN contracts WHERE one.signed <= record.on_day "
            "AND coalesce(record.on_day <= one.until, true))",
            due="record.on_day",
            due_source="день практикума",
            path=("Регион", "Муниципалитет", "Площадка", "Практикум", "Договор"),
        ),
        Case(
            "unsigned_when_due",
            Severity.B,
            "Договор с площадкой не подписан в срок",
            "Свяжитесь с площадкой: узнайте, у кого договор, и назначьте день подписания.",
            CONTRACTS,
            gap="NOT signed AND $day > sign_by",
            due="sign_by",
            term=TermKind.CONTRACT_SIGNED,
            due_source="срок договора или кампании: подписание договора",
            path=("Регион", "Муниципалитет", "Площадка", "Договор"),
        ),
        Case(
            "contract_ended",
            Severity.C,
            "Договор с площадкой закончился, нового нет",
            "Продлите договор до последнего его дня: без него расходы не могут быть приняты.",
            CONTRACTS,
            population="signed",
            gap="signed AND record.valid_until = lasts_until AND lasts_until < $day",
            due="lasts_until",
            due_source="последний день договора",
            path=("Регион", "Муниципалитет", "Площадка", "Договор"),
            early=True,
        ),
    ),
    causes=(
        Cause(("held_before_contract",), "R20", ("unsigned_when_due",)),
        Cause(("unsigned_when_due",), "R11", ("package_missing",)),
        Cause(("unsigned_when_due",), "R02", ("no_venue_contact",)),
    ),
    reports=(3, 4, 5),
)

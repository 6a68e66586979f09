"""R01: regions in a campaign without an active coordinator; steps of the appointment.

Source: clauses 2.6, 4.1: the authority names the coordinator by an official letter, the operator
approves and concludes a contract. A region lacks the first step that nobody of its nominees has.
"""

from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases

REGIONS = Pattern(
    """
MATCH (unit:Region {id: $region})-[part:TAKES_PART]->(:Campaign {id: $campaign})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH unit, unit AS record, min(part.from) AS joined_on,
  COLLECT {
    MATCH (n:Nomination {region: $region})-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign})
    WHERE coalesce(n.rejected_on > $day, true)
    RETURN {
      id: n.id,
      letter: coalesce(n.letter_date <= $day, false) AND n.letter_number IS NOT NULL,
      approved: coalesce(n.approved_on <= $day, false),
      signed: coalesce(n.contract_signed_on <= $day, false),
      lasts: coalesce($day <= n.contract_valid_until, true), on: n.contract_valid_until
    } AS nomination ORDER BY n.id
  } AS nominations,
  COUNT {
    MATCH (p:Person)-[role:COORDINATES]->(unit)
    WHERE role.from <= $day AND ($day < role.to OR role.to IS NULL)
  } AS active
WITH *,
  any(one IN nominations WHERE one.letter) AS named,
  any(one IN nominations WHERE one.letter AND one.approved) AS approved,
  any(one IN nominations WHERE one.letter AND one.approved AND one.signed) AS signed,
  any(one IN nominations WHERE one.letter AND one.approved AND one.signed AND one.lasts) AS lasts
""",
    evidence="[one IN nominations | {what: 'выдвижение', id: one.id, on: one.on}]",
)

STEPS = Pattern(
    """
MATCH (unit:Region {id: $region})<-[:FOR_REGION]-(record:Nomination)
WHERE ($unit IS NULL OR unit.id = $unit)
  AND EXISTS { (record)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign}) }
WITH unit, record,
  coalesce(record.approved_on <= $day AND record.approved_on < record.letter_date, false)
    OR coalesce(record.contract_signed_on <= $day
      AND record.contract_signed_on < record.approved_on, false)
    OR EXISTS {
      MATCH (record)-[:NOMINATES]->(p:Person)-[role:COORDINATES]->(unit)
      WHERE role.from < record.contract_signed_on AND role.from <= $day
        // Who goes on from an earlier contract has begun in order.
        AND NOT EXISTS {
          MATCH (p)<-[:NOMINATES]-(n:Nomination)-[:FOR_REGION]->(unit)
          WHERE n.contract_signed_on <= role.from
        }
    } AS disordered
""",
    evidence="[{what: 'письмо', id: record.id, on: record.letter_date}, "
    "{what: 'согласование', id: record.id, on: record.approved_on}, "
    "{what: 'договор', id: record.id, on: record.contract_signed_on}]",
)

_PATH = ("Регион", "Выдвижение", "Координатор")

RULE = Rule(
    "R01",
    "2.6, 4.1",
    "В регионе нет действующего координатора",
    Accountable.CURATOR,
    cases(
        Case(
            "no_letter",
            Severity.A,
            "Нет письма ОИВ о координаторе",
            "Попросите ОИВ направить официальное письмо с номером и датой.",
            REGIONS,
            gap="NOT named",
            due="joined_on",
            due_source="день вступления региона в кампанию",
            path=_PATH,
            accountable=Accountable.AUTHORITY,
        ),
        Case(
            "not_approved",
            Severity.A,
            "Кандидатура координатора не согласована",
            "Рассмотрите письмо ОИВ: согласуйте кандидатуру или попросите другую.",
            REGIONS,
            gap="named AND NOT approved",
            due="joined_on",
            due_source="день вступления региона в кампанию",
            path=_PATH,
        ),
        Case(
            "no_contract",
            Severity.A,
            "С координатором не заключён договор",
            "Направьте координатору договор на подпись: без него он не отвечает за сроки.",
            REGIONS,
            gap="approved AND NOT signed",
            due="joined_on",
            due_source="день вступления региона в кампанию",
            path=(*_PATH, "Договор"),
        ),
        Case(
            "contract_ended",
            Severity.A,
            "Договор с координатором закончился",
            "Продлите договор или заключите новый.",
            REGIONS,
            gap="signed AND NOT lasts",
            due="reduce(last = null, one IN nominations | CASE WHEN one.letter AND one.approved "
            "AND one.signed AND coalesce(one.on > last, true) THEN one.on ELSE last END)",
            due_source="последний день договора",
            path=(*_PATH, "Договор"),
            early=True,
        ),
        Case(
            "no_coordinator",
            Severity.A,
            "Документы есть, а обязанности никто не исполняет",
            "Назначьте в системе координатора из тех, с кем заключён договор.",
            REGIONS,
            gap="lasts AND active = 0",
            due="joined_on",
            due_source="день вступления региона в кампанию",
            path=_PATH,
        ),
        Case(
            "two_active",
            Severity.B,
            "В регионе сразу несколько координаторов",
            "Завершите полномочия одного из них: за регион отвечает один человек.",
            REGIONS,
            gap="active > 1",
            path=_PATH,
        ),
        Case(
            "steps_out_of_order",
            Severity.B,
            "Шаги назначения координатора идут не по порядку",
            "Сверьте даты письма, согласования и договора с документами.",
            STEPS,
            gap="disordered",
            path=_PATH,
        ),
    ),
)

"""R25: reports not submitted, late, returned, or whose total differs from the graph.

Source: clause 6.2: twelve reports by the curator's dates. Submitted stops the clock. The total of a
submitted version is counted anew as of the moment the version was made for.
"""

from graph.model.gap import Severity
from queries.report.totals import TOTAL
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

DUTIES = Pattern(
    """
MATCH (unit:ReportDuty {region: $region})
WHERE ($unit IS NULL OR unit.id = $unit)
  AND EXISTS { (unit)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign}) }
WITH unit, unit AS record, COLLECT {
    MATCH (unit)<-[:ANSWERS]-(v:ReportVersion) WHERE v.submitted_at <= $as_of
    RETURN min(v.submitted_at)
  }[0] AS first_at
WITH unit, record,
  // One given after the report had come changes nothing: late stays late.
  coalesce(COLLECT {
    MATCH (e:Extension)-[:EXTENDS]->(unit)
    WHERE e.at <= coalesce(first_at, $as_of) RETURN max(e.until)
  }[0], unit.due_on) AS submit_by,
  COLLECT {
    MATCH (unit)<-[:ANSWERS]-(v:ReportVersion) WHERE v.submitted_at <= $as_of
    RETURN {
      on: date(datetime({datetime: v.submitted_at, timezone: $zone})),
      returned: coalesce(v.returned_at <= $as_of, false)
    } AS version ORDER BY v.number
  } AS versions
""",
    evidence="[{what: 'представить до', id: record.id, on: submit_by}] + "
    "[one IN versions | {what: CASE WHEN one.returned THEN 'представлен и возвращён' "
    "ELSE 'представлен' END, id: record.id, on: one.on}]",
)

VERSIONS = Pattern(
    """
MATCH (unit:ReportDuty {region: $region})<-[:ANSWERS]-(record:ReportVersion)
WHERE ($unit IS NULL OR unit.id = $unit)
  AND record.submitted_at <= $as_of AND record.total IS NOT NULL
  AND EXISTS { (unit)-[:FOR_CAMPAIGN]->(:Campaign {id: $campaign}) }
  // A later version takes the place of the earlier ones.
  AND NOT EXISTS {
    MATCH (unit)<-[:ANSWERS]-(v:ReportVersion)
    WHERE v.submitted_at <= $as_of AND v.number > record.number
  }
WITH unit, record, record.as_of AS made_for,
  date(datetime({datetime: record.as_of, timezone: $zone})) AS made_on
WITH unit, record, made_on, """
    + TOTAL
    + """ AS counted
""",
    evidence="[{what: 'в отчёте ' + record.total + ', в данных ' + counted, "
    "id: record.id, on: made_on}]",
)

_DUE = "срок отчёта, назначенный куратором"
_PATH = ("Регион", "Отчёт", "Версия")

RULE = Rule(
    "R25",
    "6.2",
    "Отчёт не представлен как следует",
    Accountable.COORDINATOR,
    cases(
        Case(
            "not_submitted",
            Severity.B,
            "Отчёт не представлен в срок",
            "Проверьте черновик и представьте отчёт; «не проводилось» — тоже ответ.",
            DUTIES,
            gap="size(versions) = 0 AND $day > submit_by",
            due="submit_by",
            due_source=_DUE,
            path=_PATH,
        ),
        Case(
            "submitted_late",
            Severity.B,
            "Отчёт представлен с опозданием",
            "Объясните куратору причину: опоздание остаётся в записях.",
            DUTIES,
            population="size(versions) > 0",
            gap="size(versions) > 0 AND versions[0].on > submit_by",
            due="submit_by",
            due_source=_DUE,
            path=_PATH,
        ),
        Case(
            "returned",
            Severity.B,
            "Отчёт возвращён и не представлен снова",
            "Исправьте замечания куратора и представьте отчёт снова.",
            DUTIES,
            population="size(versions) > 0",
            gap="size(versions) > 0 AND versions[-1].returned",
            due="submit_by",
            due_source=_DUE,
            path=_PATH,
        ),
        Case(
            "figures_differ",
            Severity.C,
            "Число в отчёте не сходится с данными на тот же момент",
            "Откройте число и сверьте с записями; если данные дополнили позже — представьте "
            "новую версию.",
            VERSIONS,
            gap="counted <> record.total",
            path=_PATH,
        ),
    ),
    causes=(
        Cause(
            ("not_submitted", "returned"),
            "R01",
            ("no_letter", "not_approved", "no_contract", "contract_ended", "no_coordinator"),
            path="MATCH (b:Region {id: a.region})",
        ),
        Cause(
            ("not_submitted",),
            "R26",
            ("school_gave_no_data",),
            path="MATCH (b:School {region: a.region}) WHERE a.form = 8",
        ),
    ),
)

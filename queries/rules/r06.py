"""R06: children whose data is processed without a parent's valid consent.

Source: clauses 5.2.3 and 5.4.2: consents of parents to process a minor's personal data.

Processing is a stage passed, an enrolment made, a practicum attended; its day is the region's
local date. Whether a consent covers a day is decided as graph.policy.consent decides it (a test
compares the two on random children): given on or before the day, not run out, not refused or
withdrawn on the day or before it. Whether its signer was entitled is a case of its own, so that
one child with one mistake is one gap. What was recorded after `$as_of` was not known then and
doesn't count.

The three cases of uncovered processing exclude each other, worst explanation first: after a
refusal or withdrawal; before the consent was given; no consent at all.
"""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

CHILDREN = Pattern(
    """
MATCH (home:Region {id: $region})
MATCH (record:Student {region: $region})
WHERE record.registered_at <= $as_of
OPTIONAL MATCH (record)-[at:STUDIES_AT]->(school:School {region: $region})
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
WITH record, coalesce(school, home) AS unit
WHERE ($unit IS NULL OR unit.id = $unit)
// One walk over all that was done with a child's data, not one a kind.
CALL (record) {
  MATCH (record)-[fact:RESULT_OF|ENROLLED_IN|ATTENDED]-(about)
  RETURN
    min(CASE WHEN about.passed_at <= $as_of THEN about.passed_at
      WHEN fact.enrolled_at <= $as_of THEN fact.enrolled_at END) AS first_at,
    min(CASE WHEN fact.recorded_at <= $as_of AND about.on_day <= $day
      THEN about.on_day END) AS came_on,
    max(CASE WHEN fact.enrolled_at <= $as_of AND coalesce(fact.cancelled_at > $as_of, true)
      AND about.on_day > $day AND coalesce(about.cancelled_at > $as_of, true)
      THEN about.on_day END) AS booked_to
}
WITH record, unit, came_on, booked_to,
  CASE WHEN record.consent_marked_at <= $as_of THEN record.consent_mark END AS mark,
  // The day by Greenwich: at home it is that day or the next, so whoever is clean by it is clean.
  date(first_at) AS first_on
WITH record, unit, mark, booked_to, first_on IS NOT NULL OR came_on IS NOT NULL AS used,
  // One plain consent that covers all: nothing else need be asked of most children.
  coalesce(mark <> 'missing', true) AND EXISTS {
    MATCH (record)<-[:FOR_CHILD]-(c:Consent)
    WHERE 'processing' IN c.purposes AND coalesce(c.recorded_at <= $as_of, true)
      AND c.refused_on IS NULL AND c.withdrawn_at IS NULL
      AND coalesce(coalesce(booked_to, $day) <= c.valid_until, true) AND c.given_on <= $day
      AND coalesce(c.given_on <= first_on, true) AND coalesce(c.given_on <= came_on, true)
      AND EXISTS {
        MATCH (c)-[:SIGNED_BY]->(:Guardian)-[g:GUARDIAN_OF]->(record)
        WHERE g.legal AND g.from <= c.given_on AND (c.given_on < g.to OR g.to IS NULL)
      }
  } AS clean
WITH record, unit, mark, booked_to, used, clean,
  CASE WHEN NOT clean
    THEN date(datetime({datetime: record.registered_at, timezone: $zone})) END AS registered_on,
  CASE WHEN clean THEN [] ELSE COLLECT {
    MATCH (record)<-[:FOR_CHILD]-(c:Consent)
    WHERE coalesce(c.recorded_at <= $as_of, true) AND 'processing' IN c.purposes
    RETURN {
      id: c.id, given: c.given_on, until: c.valid_until,
      ended: COLLECT {
        UNWIND [
          CASE WHEN c.refused_on <= $day AND coalesce(c.given_on <= c.refused_on, true)
            THEN c.refused_on END,
          CASE WHEN c.withdrawn_at <= $as_of
            THEN date(datetime({datetime: c.withdrawn_at, timezone: $zone})) END
        ] AS day RETURN min(day)
      }[0],
      entitled: NOT EXISTS { (c)-[:SIGNED_BY]->(:Guardian) } OR EXISTS {
        MATCH (c)-[:SIGNED_BY]->(:Guardian)-[g:GUARDIAN_OF]->(record)
        WHERE g.legal AND g.from <= c.given_on AND (c.given_on < g.to OR g.to IS NULL)
      }
    } AS consent ORDER BY c.given_on, c.id
  } END AS consents,
  CASE WHEN clean THEN [] ELSE COLLECT {
    MATCH (record)<-[:RESULT_OF]-(result:StageResult)
    WHERE result.passed_at <= $as_of
    RETURN date(datetime({datetime: result.passed_at, timezone: $zone})) AS on
    UNION ALL
    MATCH (record)-[enrolled:ENROLLED_IN]->(:Practicum)
    WHERE enrolled.enrolled_at <= $as_of
    RETURN date(datetime({datetime: enrolled.enrolled_at, timezone: $zone})) AS on
    UNION ALL
    MATCH (record)-[attended:ATTENDED]->(practicum:Practicum)
    WHERE attended.recorded_at <= $as_of AND practicum.on_day <= $day
    RETURN practicum.on_day AS on
  } END AS processed
WITH record, unit, registered_on, mark, booked_to, used, clean, consents, processed,
  [on IN processed WHERE none(one IN consents WHERE coalesce(one.given <= on, false)
     AND coalesce(on <= one.until, true) AND coalesce(on < one.ended, true))] AS uncovered,
  [one IN consents WHERE one.given <= $day
     AND coalesce($day <= one.until, true) AND coalesce($day < one.ended, true)] AS valid_now
WITH *,
  any(on IN uncovered WHERE any(one IN consents WHERE coalesce(one.ended <= on, false)))
    AS after_refusal,
  any(on IN uncovered WHERE any(one IN consents WHERE coalesce(on < one.given, false)))
    AS too_early
""",
    evidence="CASE WHEN booked_to > $day "
    "THEN [{what: 'записан на практикум', id: record.id, on: booked_to}] ELSE [] END + "
    "[on IN uncovered | {what: 'данные обработаны', id: record.id, on: on}] + "
    "[one IN consents WHERE one.given IS NOT NULL | "
    "{what: 'согласие дано', id: one.id, on: one.given}] + "
    "[one IN consents WHERE one.ended IS NOT NULL | "
    "{what: 'отказ или отзыв', id: one.id, on: one.ended}] + "
    "[one IN consents WHERE one.until IS NOT NULL | "
    "{what: 'согласие действует до', id: one.id, on: one.until}]",
    children=True,
)

_STUDENT_PATH = ("Регион", "Муниципалитет", "Школа", "Участник", "Согласие")

RULE = Rule(
    "R06",
    "5.2.3, 5.4.2",
    "Обработка данных ребёнка без действующего согласия",
    Accountable.SCHOOL,
    cases(
        Case(
            "processed_without_consent",
            Severity.A,
            "Дети тестированы, записаны или посетили практикум без согласия",
            "Остановите обработку данных этих детей и получите согласия законных представителей; "
            "если согласия не будет, данные удаляются.",
            CHILDREN,
            population="used",
            gap="size(uncovered) > 0 AND NOT after_refusal AND NOT too_early",
            due="reduce(first = uncovered[0], on IN uncovered | "
            "CASE WHEN on < first THEN on ELSE first END)",
            due_source="день первой обработки данных",
            path=_STUDENT_PATH,
        ),
        Case(
            "consent_after_processing",
            Severity.A,
            "Согласие дано позже, чем началась обработка данных",
            "Запросите у школы подтверждение даты согласия; обработка до этой даты — нарушение, "
            "о нём сообщают куратору.",
            CHILDREN,
            population="used",
            gap="size(uncovered) > 0 AND NOT after_refusal AND too_early",
            due="reduce(first = uncovered[0], on IN uncovered | "
            "CASE WHEN on < first THEN on ELSE first END)",
            due_source="день первой обработки данных",
            path=_STUDENT_PATH,
        ),
        Case(
            "processed_after_refusal",
            Severity.A,
            "Данные обрабатываются после отказа или отзыва согласия",
            "Немедленно остановите обработку: снимите записи на практикумы и сообщите куратору.",
            CHILDREN,
            population="used",
            gap="size(uncovered) > 0 AND after_refusal",
            due="reduce(first = uncovered[0], on IN uncovered | "
            "CASE WHEN on < first THEN on ELSE first END)",
            due_source="день обработки после отказа",
            path=_STUDENT_PATH,
        ),
        Case(
            "not_legal_representative",
            Severity.A,
            "Согласие подписал не законный представитель",
            "Попросите школу получить согласие родителя или опекуна с документом, "
            "подтверждающим его права.",
            CHILDREN,
            population="clean OR size(valid_now) > 0",
            gap="size(valid_now) > 0 AND none(one IN valid_now WHERE one.entitled)",
            due="reduce(first = valid_now[0].given, one IN valid_now | "
            "CASE WHEN one.given < first THEN one.given ELSE first END)",
            due_source="день подписания согласия",
            path=(*_STUDENT_PATH, "Подписавший"),
        ),
        Case(
            "registered_without_consent",
            Severity.B,
            "Дети зарегистрированы, а согласий нет",
            "Напомните школе собрать согласия: без них детей нельзя тестировать и записывать.",
            CHILDREN,
            gap="NOT clean AND size(consents) = 0 AND size(processed) = 0 "
            "AND coalesce(mark <> 'received', true) "
            "AND registered_on <= $late_day.consent_grace",
            since="registered_on",
            term=TermKind.CONSENT_GRACE,
            due_source="срок кампании: согласие после регистрации",
            path=_STUDENT_PATH,
        ),
        Case(
            "expires_before_practicum",
            Severity.B,
            "Согласие закончится раньше практикума, на который записан ребёнок",
            "Попросите школу продлить согласия до дня практикума.",
            CHILDREN,
            population="booked_to IS NOT NULL AND (clean OR size(valid_now) > 0)",
            gap="booked_to IS NOT NULL AND NOT clean AND size(valid_now) > 0 "
            "AND none(one IN valid_now WHERE coalesce(booked_to <= one.until, true))",
            due="reduce(last = valid_now[0].until, one IN valid_now | "
            "CASE WHEN one.until > last THEN one.until ELSE last END)",
            due_source="последний день действия согласия",
            path=(*_STUDENT_PATH, "Практикум"),
        ),
        Case(
            "consent_ended",
            Severity.C,
            "Согласие закончилось, нового нет",
            "Попросите школу получить новые согласия до последнего дня прежних: без согласия "
            "данные ребёнка закрыты.",
            CHILDREN,
            population="clean OR size(consents) > 0",
            gap="NOT clean AND size(valid_now) = 0 AND size(uncovered) = 0 "
            "AND any(one IN consents WHERE one.until < $day) "
            "AND none(one IN consents WHERE coalesce(one.ended <= $day, false))",
            due="reduce(last = null, one IN consents | "
            "CASE WHEN one.until >= coalesce(last, one.until) THEN one.until ELSE last END)",
            due_source="последний день действия согласия",
            path=_STUDENT_PATH,
            early=True,
        ),
        Case(
            "school_says_received",
            Severity.B,
            "Школа говорит, что согласие получено, а на платформе его нет",
            "Попросите школу внести согласия на платформу или уточнить свой список.",
            CHILDREN,
            population="mark = 'received'",
            gap="NOT clean AND mark = 'received' AND size(consents) = 0",
            path=_STUDENT_PATH,
        ),
        Case(
            "platform_has_school_says_missing",
            Severity.B,
            "На платформе согласие есть, а школа говорит, что его нет",
            "Сверьте со школой оригинал согласия: если его нет, запись на платформе неверна.",
            CHILDREN,
            population="clean OR size(valid_now) > 0",
            gap="mark = 'missing' AND size(valid_now) > 0",
            path=_STUDENT_PATH,
        ),
    ),
    causes=(
        Cause(
            (
                "processed_without_consent",
                "consent_after_processing",
                "registered_without_consent",
                "school_says_received",
            ),
            "R04",
            ("no_representative", "no_navigator"),
        ),
        Cause(
            ("processed_without_consent", "registered_without_consent"),
            "R04",
            ("navigator_overloaded",),
            path="MATCH (a)<-[:NAVIGATES]-(b:Person)",
        ),
    ),
    reports=(1,),
)

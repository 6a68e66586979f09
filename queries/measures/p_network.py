"""Schools, mentors, their practicums, and what the region did for people: reports 6–11.

Source: clauses 6.2.6–6.2.11.
"""

from __future__ import annotations

from types import MappingProxyType

from queries.measures.declaration import By, Counts, Dimension, Measure, Population
from queries.measures.p_practicums import HELD_IN_PERIOD

SCHOOLS = Population(
    "schools",
    "школы, участвующие в кампании",
    "School",
    "MATCH (record:School {region: $region})-[part:TAKES_PART]->(:Campaign {id: $campaign})\n"
    "WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)\n"
    "WITH record, max(coalesce(part.impairments_reported_at <= $as_of, false)) AS reported",
    MappingProxyType(
        {
            Dimension.REGION: By("record.region"),
            Dimension.MUNICIPALITY: By(
                "head(COLLECT { MATCH (record)-[:LOCATED_IN]->(m:Municipality) RETURN m.id })"
            ),
            Dimension.SCHOOL: By("record.id"),
        }
    ),
    MappingProxyType(
        {
            "empty": """NOT EXISTS {
    MATCH (record)<-[at:STUDIES_AT]-(s:Student {region: $region})
    WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL) AND s.registered_at <= $as_of
  }"""
        }
    ),
    binds=("record", "reported"),
)
TAKING_PART = Measure("schools", "школ в кампании", "6.2.1", SCHOOLS)
AT_ZERO = Measure("schools_at_zero", "школ без участников", "6.2.1", SCHOOLS, "empty")
GAVE_DATA = Measure("schools_gave_data", "школ дали сведения", "6.2.8", SCHOOLS, "reported")
GAVE_NONE = Measure("schools_gave_none", "школ не дали сведений", "6.2.8", SCHOOLS, "NOT reported")

MENTORS = Population(
    "mentors",
    "наставники региона",
    "Mentor",
    "MATCH (record:Mentor {region: $region})",
    MappingProxyType(
        {
            Dimension.REGION: By("record.region"),
            Dimension.MENTOR: By("record.id"),
            Dimension.KIND: By(
                "head(COLLECT { MATCH (record)-[:COMES_FROM]->(o:Organisation) RETURN o.kind })"
            ),
            Dimension.COMPETENCE: By(
                "skill.id", "OPTIONAL MATCH (record)-[:SKILLED_IN]->(skill:Competence)", many=True
            ),
        }
    ),
)
MENTORS_KNOWN = Measure("mentors", "наставников", "6.2.9", MENTORS)

LEADINGS = Population(
    "leadings",
    "практикумы наставников региона, где бы они ни прошли",
    "Practicum",
    "MATCH (mentor:Mentor {region: $region})<-[link:LED_BY]-(p:Practicum)\n"
    "WHERE " + HELD_IN_PERIOD + "WITH mentor, link, p AS record",
    MappingProxyType(
        {
            Dimension.REGION: By("mentor.region"),
            Dimension.MENTOR: By("mentor.id"),
            Dimension.PRACTICUM: By("record.id"),
            Dimension.FORMAT: By("record.format"),
            Dimension.PERIOD: By("left(toString(record.on_day), 7)"),
        }
    ),
    binds=("record", "link", "mentor"),
    alone=False,
)
LED = Measure("led", "проведено практикумов", "6.2.10", LEADINGS)
LED_TIMES = Measure(
    "led_times", "участий наставников в практикумах", "6.2.10", LEADINGS, counts=Counts.OCCURRENCES
)

PROMOTION = Population(
    "promotion",
    "меры продвижения",
    "PromotionMeasure",
    "MATCH (record:PromotionMeasure {region: $region})\n"
    "WHERE record.on_day <= $day AND $from <= record.on_day AND record.on_day <= $to",
    MappingProxyType(
        {
            Dimension.REGION: By("record.region"),
            Dimension.RECORD: By("record.id"),
            Dimension.KIND: By("record.kind"),
            Dimension.PERIOD: By("left(toString(record.on_day), 7)"),
        }
    ),
)
PROMOTED = Measure("promotion", "мер продвижения", "6.2.6", PROMOTION)
REACH = Measure("reach", "охват", "6.2.6", PROMOTION, counts=Counts.SUM, value="record.reach")

TRAININGS = Population(
    "trainings",
    "обучающие мероприятия",
    "TrainingEvent",
    "MATCH (record:TrainingEvent {region: $region})\n"
    "WHERE record.starts_on <= $day AND $from <= record.starts_on AND record.starts_on <= $to",
    MappingProxyType(
        {
            Dimension.REGION: By("record.region"),
            Dimension.RECORD: By("record.id"),
            Dimension.PERIOD: By("left(toString(record.starts_on), 7)"),
        }
    ),
)
TRAINED = Measure("trainings", "обучающих мероприятий", "6.2.7", TRAININGS)

LEARNERS = Population(
    "learners",
    "участники обучения",
    "Person",
    "MATCH (event:TrainingEvent {region: $region})<-[link:TOOK_PART]-(record:Person)\n"
    "WHERE event.starts_on <= $day AND $from <= event.starts_on AND event.starts_on <= $to",
    MappingProxyType(
        {
            Dimension.REGION: By("event.region"),
            Dimension.RECORD: By("event.id"),
            Dimension.ROLE: By(
                "CASE WHEN link.role IN ['authority', 'head', 'teacher', 'coordinator'] "
                "THEN link.role ELSE 'other' END"
            ),
        }
    ),
    binds=("record", "link", "event"),
    alone=False,
)
INVITED = Measure("invited", "людей", "6.2.7", LEARNERS, counts=Counts.OCCURRENCES)
PRESENT = Measure(
    "present", "присутствовало", "6.2.7", LEARNERS, "link.attended", Counts.OCCURRENCES
)
CERTIFIED = Measure(
    "certified",
    "получили свидетельство",
    "6.2.7",
    LEARNERS,
    "link.certificate IS NOT NULL",
    Counts.OCCURRENCES,
)

NEEDS = Population(
    "needs",
    "потребности в обучении",
    "TrainingNeed",
    "MATCH (record:TrainingNeed {region: $region})\n"
    "WHERE record.raised_on <= $day AND record.raised_on <= $to",
    MappingProxyType(
        {
            Dimension.REGION: By("record.region"),
            Dimension.RECORD: By("record.id"),
            Dimension.PERIOD: By("left(toString(record.raised_on), 7)"),
        }
    ),
)
NEEDED = Measure("needs", "потребностей", "6.2.11", NEEDS)
MEASURES = (
    TAKING_PART,
    AT_ZERO,
    GAVE_DATA,
    GAVE_NONE,
    MENTORS_KNOWN,
    LED,
    LED_TIMES,
    PROMOTED,
    REACH,
    TRAINED,
    INVITED,
    PRESENT,
    CERTIFIED,
    NEEDED,
)

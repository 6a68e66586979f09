"""Children at practicums: enrolled, come, recommended to. Source: 5.3.5, 5.4.6, 6.2.3–6.2.5.

A region reports on its own children at its own practicums; a guest of another region is counted at
home nowhere twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, LiteralString

from queries.measures.declaration import By, Counts, Dimension, Measure, Population
from queries.measures.p_practicums import AT_VENUE, COMPETENCE, IN_CAMPAIGN, MUNICIPALITY

_OF_PRACTICUM: Final[Mapping[Dimension, By]] = {
    Dimension.REGION: By("p.region"),
    Dimension.MUNICIPALITY: By(MUNICIPALITY, AT_VENUE),
    Dimension.VENUE: By("venue.id", AT_VENUE),
    Dimension.COMPETENCE: By(COMPETENCE),
    Dimension.FORMAT: By("p.format"),
    Dimension.PRACTICUM: By("p.id"),
    Dimension.PERIOD: By("left(toString(p.on_day), 7)"),
    Dimension.MENTOR: By("mentor.id", "OPTIONAL MATCH (p)-[:LED_BY]->(mentor:Mentor)", many=True),
}
_OF_CHILD: Final[Mapping[Dimension, By]] = {
    Dimension.GRADE: By("record.grade"),
    Dimension.IMPAIRMENT: By(
        "impairment.id",
        "OPTIONAL MATCH (record)-[:HAS_IMPAIRMENT]->(impairment:ImpairmentGroup)",
        many=True,
    ),
}
_FROM_PRACTICUM: Final[LiteralString] = (
    "MATCH (p:Practicum {region: $region})\nUSING INDEX p:Practicum(region)\n"
    "WHERE p.region = $region" + IN_CAMPAIGN
)

ENROLMENTS = Population(
    "enrolments",
    "записи на практикумы",
    "Student",
    _FROM_PRACTICUM
    + "MATCH (record:Student {region: $region})-[link:ENROLLED_IN]->(p)\n"
    + "WHERE link.enrolled_at <= $as_of AND coalesce(link.cancelled_at > $as_of, true)",
    MappingProxyType({**_OF_PRACTICUM, **_OF_CHILD}),
    MappingProxyType(
        {
            "missed": """(p.held_at <= $as_of AND p.attendance_recorded_at <= $as_of
    AND NOT EXISTS {
      MATCH (record)-[came:ATTENDED]->(p) WHERE came.recorded_at <= $as_of
    })""",
        }
    ),
    binds=("record", "link", "p"),
    alone=False,
    children=True,
)
ENROLLED = Measure("enrolled", "записей", "6.2.3", ENROLMENTS, counts=Counts.OCCURRENCES)
MISSED = Measure("missed", "не пришли", "6.2.3", ENROLMENTS, "missed", Counts.OCCURRENCES)

ATTENDANCES = Population(
    "attendances",
    "посещения практикумов",
    "Student",
    _FROM_PRACTICUM
    + "MATCH (record:Student {region: $region})-[link:ATTENDED]->(p)\n"
    + "WHERE link.recorded_at <= $as_of",
    MappingProxyType({**_OF_PRACTICUM, **_OF_CHILD}),
    binds=("record", "link", "p"),
    alone=False,
    children=True,
)
ATTENDED = Measure("attended", "участников (людей)", "6.2.3", ATTENDANCES)
VISITS = Measure("visits", "посещений", "6.2.3", ATTENDANCES, counts=Counts.OCCURRENCES)

ADVICE = Population(
    "advice",
    "рекомендации наставников после практикумов",
    "Recommendation",
    _FROM_PRACTICUM
    + "MATCH (record:Recommendation {given_as: 'mentor'})-[:AFTER]->(p)\n"
    + "WHERE record.given_at <= $as_of",
    MappingProxyType(dict(_OF_PRACTICUM)),
    binds=("record", "p"),
    children=True,
)
ADVISED = Measure("advised", "рекомендаций наставников", "6.2.4", ADVICE)
MEASURES = (ENROLLED, MISSED, ATTENDED, VISITS, ADVISED)

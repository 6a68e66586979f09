"""№ 1, registered students, a row a school. Source: clause 6.2.1."""

from __future__ import annotations

from typing import Final, LiteralString

from queries.measures.declaration import Dimension, Figure, only
from queries.measures.p_students import CONSENTED, NEW, REGISTERED, UNCONSENTED
from queries.report.layout import Form, PartLayout, count, given, share, text

# A school that takes part and has nobody is a row as well; so is one that only has children.
SCHOOLS: Final[LiteralString] = """
MATCH (s:School {region: $region})
OPTIONAL MATCH (s)-[part:TAKES_PART]->(:Campaign {id: $campaign})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
WITH s, count(part) > 0 AS takes_part, max(part.planned_students) AS plan
WHERE takes_part OR EXISTS {
  MATCH (s)<-[at:STUDIES_AT]-(c:Student {region: $region})
  WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL) AND c.registered_at <= $as_of
}
MATCH (s)-[:LOCATED_IN]->(m:Municipality)
RETURN [s.id] AS key, s.name AS school, m.name AS municipality, plan
ORDER BY municipality, school, s.id
"""
PLAN: Final[LiteralString] = """
MATCH (:Region {id: $region})-[part:TAKES_PART]->(:Campaign {id: $campaign})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
RETURN max(part.planned_students) AS plan
"""
GRADES: Final = range(6, 12)
SCHOOL: Final = (text("school", "Школа"), text("municipality", "Муниципалитет"))

FORM = Form(
    1,
    "6.2.1",
    "Зарегистрированные участники",
    Figure(REGISTERED),
    (
        PartLayout(
            "schools",
            "Школы",
            SCHOOLS,
            (Dimension.SCHOOL,),
            (
                *SCHOOL,
                *(
                    count(f"grade_{grade}", str(grade), only(REGISTERED, grade=grade), "Классы")
                    for grade in GRADES
                ),
                count("total", "Всего", REGISTERED),
                given("plan", "План"),
                share("done", "% плана", "total", "plan"),
                count("new", "Новых за период", NEW),
                count("consented", "Есть", CONSENTED, "Согласие"),
                count("unconsented", "Нет", UNCONSENTED, "Согласие"),
            ),
            stray="Без школы",
        ),
    ),
    plan=PLAN,
)

"""№ 8, children with impairments: a row a group. Source: clause 6.2.8.

Health is nobody's business outside the school: of children only steps are told, by whole cohorts
(queries.measures.p_health), whoever asks. The main number is therefore of schools.
"""

from __future__ import annotations

from typing import Final, LiteralString

from graph.model.campaign import FORMAT_WORDS
from queries.measures.declaration import Dimension, Figure
from queries.measures.p_health import CAME, STUDENTS, TESTED
from queries.measures.p_network import GAVE_DATA, GAVE_NONE, TAKING_PART
from queries.measures.p_practicums import ADAPTED
from queries.report.layout import Form, PartLayout, count, in_steps, text
from queries.report.table import Summing

GROUPS: Final[LiteralString] = """
MATCH (g:ImpairmentGroup)
RETURN [g.id] AS key, g.name AS group ORDER BY g.name = 'Не указано', group, g.id
"""
MUNICIPALITIES: Final[LiteralString] = """
MATCH (m:Municipality {region: $region})
WHERE EXISTS {
  MATCH (m)<-[:LOCATED_IN]-(:School)-[part:TAKES_PART]->(:Campaign {id: $campaign})
  WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
}
RETURN [m.id] AS key, m.name AS municipality ORDER BY municipality, m.id
"""
FORM = Form(
    8,
    "6.2.8",
    "Участники с нарушениями здоровья",
    Figure(GAVE_DATA),
    (
        PartLayout(
            "groups",
            "Нозологические группы",
            GROUPS,
            (Dimension.IMPAIRMENT,),
            (
                text("group", "Нозологическая группа"),
                in_steps("Участников", STUDENTS),
                in_steps("Прошли тестирование", TESTED),
                *(
                    in_steps(title, CAME[format_], "Посетили")
                    for format_, title in FORMAT_WORDS.items()
                ),
                count(
                    "adapted",
                    "Приспособленных практикумов",
                    ADAPTED,
                    summing=Summing.NONE,
                ),
            ),
            same_everywhere=True,
        ),
        PartLayout(
            "schools",
            "Школы, давшие сведения",
            MUNICIPALITIES,
            (Dimension.MUNICIPALITY,),
            (
                text("municipality", "Муниципалитет"),
                count("schools", "Школ в кампании", TAKING_PART),
                count("gave", "дали сведения", GAVE_DATA, "Из них"),
                count("gave_none", "не дали", GAVE_NONE, "Из них"),
            ),
        ),
    ),
    health=True,
)

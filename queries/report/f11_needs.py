"""№ 11, what training the region needs: a row a topic. Source: clause 6.2.11."""

from __future__ import annotations

from typing import Final, LiteralString

from queries.measures.declaration import Dimension, Figure
from queries.measures.p_network import NEEDED
from queries.report.layout import Form, PartLayout, given, text
from queries.report.table import Kind

ROWS: Final[LiteralString] = """
MATCH (n:TrainingNeed {region: $region})
WHERE n.raised_on <= $day AND n.raised_on <= $to
RETURN [n.id] AS key, n.topic AS topic, n.audience AS audience, n.people AS people,
  n.form AS form, n.raised_on AS raised_on, n.wanted_on AS wanted_on, n.place AS place,
  CASE n.priority WHEN 1 THEN '1 — срочно' WHEN 2 THEN '2 — важно' WHEN 3 THEN '3 — желательно' END
    AS priority, n.reason AS reason,
  CASE WHEN EXISTS {
    MATCH (n)<-[:MEETS]-(e:TrainingEvent) WHERE e.starts_on <= $day
  } THEN 'обучение проведено' ELSE 'ждёт обучения' END AS met
ORDER BY n.priority, raised_on, topic, n.id
"""

FORM = Form(
    11,
    "6.2.11",
    "Потребность в обучении",
    Figure(NEEDED),
    (
        PartLayout(
            "needs",
            "Темы",
            ROWS,
            (Dimension.RECORD,),
            (
                text("topic", "Тема"),
                text("audience", "Аудитория"),
                given("people", "Человек"),
                text("form", "Форма"),
                text("raised_on", "Заявлена", Kind.DATE),
                text("wanted_on", "Желательная дата", Kind.DATE),
                text("place", "Место"),
                text("priority", "Приоритет"),
                text("reason", "Обоснование"),
                text("met", "Состояние"),
            ),
        ),
    ),
    may_be_nothing=True,
)

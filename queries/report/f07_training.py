"""№ 7, training of the regional team: a row an event and role. Source: clause 6.2.7."""

from __future__ import annotations

from typing import Final, LiteralString

from queries.measures.declaration import Dimension, Figure
from queries.measures.p_network import CERTIFIED, INVITED, PRESENT, TRAINED
from queries.report.layout import Form, PartLayout, count, text
from queries.report.table import Kind

# An event without anybody is a row as well.
ROWS: Final[LiteralString] = """
MATCH (e:TrainingEvent {region: $region})
WHERE e.starts_on <= $day AND $from <= e.starts_on AND e.starts_on <= $to
OPTIONAL MATCH (e)<-[part:TOOK_PART]-(:Person)
WITH DISTINCT e, CASE WHEN part IS NULL OR part.role IN
    ['authority', 'head', 'teacher', 'coordinator'] THEN part.role ELSE 'other' END AS role
RETURN [e.id, role] AS key, e.title AS event, e.starts_on AS starts_on, e.ends_on AS ends_on,
  e.organiser AS organiser, e.form AS form, e.hours AS hours,
  CASE role WHEN 'authority' THEN 'ОИВ' WHEN 'head' THEN 'руководители'
    WHEN 'teacher' THEN 'педагоги' WHEN 'coordinator' THEN 'координаторы'
    WHEN 'other' THEN 'иные' END AS role
ORDER BY starts_on, event, e.id, role
"""

FORM = Form(
    7,
    "6.2.7",
    "Обучение региональной команды",
    Figure(TRAINED),
    (
        PartLayout(
            "events",
            "Мероприятия и роли",
            ROWS,
            (Dimension.RECORD, Dimension.ROLE),
            (
                text("event", "Мероприятие"),
                text("starts_on", "Начало", Kind.DATE),
                text("ends_on", "Окончание", Kind.DATE),
                text("organiser", "Организатор"),
                text("form", "Форма"),
                text("hours", "Часов", Kind.NUMBER),
                text("role", "Роль"),
                count("invited", "Людей", INVITED),
                count("present", "Присутствовало", PRESENT),
                count("certified", "Получили свидетельство", CERTIFIED),
            ),
        ),
    ),
    may_be_nothing=True,
)

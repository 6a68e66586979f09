"""№ 12, events held: a row an event, with who led it, who came, and photo and video.

Source: clauses 6.2.12, 5.4.7. «Не проводилось» is a valid answer.
"""

from __future__ import annotations

from typing import Final, LiteralString

from queries.measures.declaration import Dimension, Figure
from queries.measures.p_practicums import HELD, HELD_IN_PERIOD
from queries.report.f10_led import FORMAT
from queries.report.layout import Form, PartLayout, given, text
from queries.report.table import Kind

ROWS: Final[LiteralString] = (
    """
MATCH (p:Practicum {region: $region})
WHERE """
    + HELD_IN_PERIOD
    + """
MATCH (p)-[:HELD_AT]->(v:Venue)
OPTIONAL MATCH (p)-[:IN_COMPETENCE]->(c:Competence)
RETURN [p.id] AS key, p.title AS event, p.on_day AS on_day, v.name AS venue,
  p.place AS place, """
    + FORMAT
    + """ AS format, c.name AS competence, p.capacity AS places,
  CASE WHEN p.attendance_recorded_at <= $as_of THEN COUNT {
    MATCH (p)<-[came:ATTENDED]-(:Student {region: $region}) WHERE came.recorded_at <= $as_of
  } END AS children,
  reduce(all = '', name IN COLLECT {
    MATCH (p)-[:LED_BY]->(:Mentor)-[:IS_PERSON]->(who:Person)
    RETURN who.family_name + ' ' + left(who.given_name, 1) + '.' AS name ORDER BY name
  } | CASE all WHEN '' THEN name ELSE all + ', ' + name END) AS mentors,
  COUNT {
    MATCH (p)<-[:SHOWS]-(f:MediaFile {kind: 'photo'})
    WHERE f.uploaded_at <= $as_of AND coalesce(f.removed_at > $as_of, true)
  } AS photos,
  COUNT {
    MATCH (p)<-[:SHOWS]-(f:MediaFile {kind: 'video'})
    WHERE f.uploaded_at <= $as_of AND coalesce(f.removed_at > $as_of, true)
  } AS videos,
  CASE WHEN EXISTS {
    MATCH (p)<-[:CONCERNS]-(d:Document {kind: 'event_report'}) WHERE d.submitted_at <= $as_of
  } THEN 'передан' ELSE 'не передан' END AS document
ORDER BY on_day, event, p.id
"""
)

FORM = Form(
    12,
    "6.2.12",
    "Проведённые мероприятия",
    Figure(HELD),
    (
        PartLayout(
            "events",
            "Мероприятия",
            ROWS,
            (Dimension.PRACTICUM,),
            (
                text("event", "Мероприятие"),
                text("on_day", "Дата", Kind.DATE),
                text("venue", "Площадка"),
                text("place", "Место"),
                text("format", "Формат"),
                text("competence", "Компетенция"),
                given("places", "Мест"),
                given("children", "Посетили детей", children=True),
                text("mentors", "Наставники"),
                given("photos", "Фото", "Материалы"),
                given("videos", "Видео", "Материалы"),
                text("document", "Отчёт о мероприятии"),
            ),
        ),
    ),
    may_be_nothing=True,
)

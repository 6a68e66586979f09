"""№ 10, practicums that the region's mentors led, in whatever region. Source: clause 6.2.10."""

from __future__ import annotations

from typing import Final, LiteralString

from queries.measures.declaration import Dimension, Figure
from queries.measures.p_network import LED
from queries.measures.p_practicums import HELD_IN_PERIOD
from queries.report.layout import Form, PartLayout, given, text
from queries.report.table import Kind, Summing

FORMAT: Final[LiteralString] = """CASE p.format WHEN 'introductory' THEN 'ознакомительный'
    WHEN 'engaged' THEN 'вовлечённый выбор' WHEN 'in_depth' THEN 'углублённый выбор' END"""
# Of a practicum elsewhere only numbers are told, never who came.
ROWS: Final[LiteralString] = (
    """
MATCH (m:Mentor {region: $region})<-[:LED_BY]-(p:Practicum)
WHERE """
    + HELD_IN_PERIOD
    + """
MATCH (m)-[:IS_PERSON]->(who:Person)
MATCH (p)-[:HELD_AT]->(v:Venue), (home:Region {id: p.region})
OPTIONAL MATCH (p)-[:IN_COMPETENCE]->(c:Competence)
WITH m, p, v, home, c, who, p.attendance_recorded_at <= $as_of AS recorded
RETURN [m.id, p.id] AS key,
  who.family_name + ' ' + who.given_name + coalesce(' ' + who.patronymic, '') AS mentor,
  p.title AS practicum, c.name AS competence, """
    + FORMAT
    + """ AS format, p.on_day AS on_day,
  v.name AS venue, home.name AS region,
  CASE WHEN recorded THEN COUNT {
    MATCH (p)<-[came:ATTENDED]-(:Student) WHERE came.recorded_at <= $as_of
  } END AS children,
  COUNT {
    MATCH (p)<-[:AFTER]-(r:Recommendation {given_as: 'mentor'})-[:GIVEN_BY]->(who)
    WHERE r.given_at <= $as_of
  } AS advised
ORDER BY mentor, m.id, on_day, p.id
"""
)

FORM = Form(
    10,
    "6.2.10",
    "Практикумы наставников региона",
    Figure(LED),
    (
        PartLayout(
            "practicums",
            "Наставники и практикумы",
            ROWS,
            (Dimension.MENTOR, Dimension.PRACTICUM),
            (
                text("mentor", "Наставник"),
                text("practicum", "Практикум"),
                text("competence", "Компетенция"),
                text("format", "Формат"),
                text("on_day", "Дата", Kind.DATE),
                text("venue", "Площадка"),
                text("region", "Регион площадки"),
                # Two mentors of one practicum had the same children before them.
                given("children", "Посетили детей", summing=Summing.NONE, children=True),
                given("advised", "Рекомендаций", children=True),
            ),
        ),
    ),
    may_be_nothing=True,
)

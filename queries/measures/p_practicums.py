"""Practicums of the campaign, dated or not. Source: clauses 6.2.3–6.2.5, 6.2.8, 6.2.12."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, LiteralString

from queries.measures.declaration import By, Counts, Dimension, Measure, Population

# One without a date belongs to no period, and is shown in every one rather than in none.
OF_PERIOD: Final[LiteralString] = """
  AND EXISTS { (p)-[:PART_OF]->(:Campaign {id: $campaign}) }
  AND (p.on_day IS NULL OR $from <= p.on_day AND p.on_day <= $to)
"""
IN_CAMPAIGN: Final[LiteralString] = "\n  AND ($format IS NULL OR p.format = $format)" + OF_PERIOD
PUBLISHED: Final[LiteralString] = "(p.posted_at <= $as_of OR p.held_at <= $as_of)"
HELD_IN_PERIOD: Final[LiteralString] = (
    "p.held_at <= $as_of AND coalesce(p.cancelled_at > $as_of, true)" + OF_PERIOD
)
AT_VENUE: Final[LiteralString] = "MATCH (p)-[:HELD_AT]->(venue:Venue)"
MUNICIPALITY: Final[LiteralString] = (
    "head(COLLECT { MATCH (venue)-[:LOCATED_IN]->(m:Municipality) RETURN m.id })"
)
COMPETENCE: Final[LiteralString] = (
    "head(COLLECT { MATCH (p)-[:IN_COMPETENCE]->(c:Competence) RETURN c.id })"
)

PRACTICUMS = Population(
    "practicums",
    "практикумы кампании",
    "Practicum",
    "MATCH (record:Practicum {region: $region})\nWITH record, record AS p\n"
    "WHERE " + PUBLISHED + IN_CAMPAIGN,
    MappingProxyType(
        {
            Dimension.REGION: By("record.region"),
            Dimension.MUNICIPALITY: By(MUNICIPALITY, AT_VENUE),
            Dimension.VENUE: By("venue.id", AT_VENUE),
            Dimension.COMPETENCE: By(COMPETENCE),
            Dimension.FORMAT: By("record.format"),
            Dimension.PRACTICUM: By("record.id"),
            Dimension.PERIOD: By("left(toString(record.on_day), 7)"),
            Dimension.IMPAIRMENT: By(
                "impairment.id",
                "OPTIONAL MATCH (record)-[:ADAPTED_FOR]->(impairment:ImpairmentGroup)",
                many=True,
            ),
            Dimension.MENTOR: By(
                "mentor.id", "OPTIONAL MATCH (record)-[:LED_BY]->(mentor:Mentor)", many=True
            ),
        }
    ),
    binds=("record", "p"),
)

_CANCELLED: Final[LiteralString] = "coalesce(record.cancelled_at <= $as_of, false)"
_HELD: Final[LiteralString] = "record.held_at <= $as_of AND NOT " + _CANCELLED

PLANNED = Measure("planned", "запланировано практикумов", "6.2.3", PRACTICUMS)
HELD = Measure("held", "проведено практикумов", "6.2.3", PRACTICUMS, _HELD)
CANCELLED = Measure("cancelled", "отменено практикумов", "6.2.3", PRACTICUMS, _CANCELLED)
RECORDED = Measure(
    "recorded",
    "проведено практикумов с внесённым посещением",
    "5.3.5",
    PRACTICUMS,
    _HELD + " AND record.attendance_recorded_at <= $as_of",
)
PLACES = Measure(
    "places",
    "мест на неотменённых практикумах",
    "6.2.3",
    PRACTICUMS,
    "NOT " + _CANCELLED,
    Counts.SUM,
    "record.capacity",
)
ADAPTED = Measure(
    "adapted", "приспособленных практикумов", "6.2.8", PRACTICUMS, "NOT " + _CANCELLED
)
MEASURES = (PLANNED, HELD, CANCELLED, RECORDED, PLACES, ADAPTED)

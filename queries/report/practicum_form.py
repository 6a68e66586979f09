"""What the reports on the three formats share: a row a venue and competence.

Source: clauses 6.2.3–6.2.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, LiteralString

from graph.model.campaign import Format
from queries.measures.declaration import Dimension, Figure, Measure, only
from queries.measures.p_practicums import (
    CANCELLED,
    HELD,
    OF_PERIOD,
    PLACES,
    PLANNED,
    PUBLISHED,
    RECORDED,
)
from queries.measures.p_visits import ADVISED, ATTENDED, ENROLLED, MISSED, VISITS
from queries.report.layout import Form, PartLayout, Shows, count, derived, share, text
from queries.report.table import NO_DATA, NOT_HELD, Cell, Summing, counted

# A pair that has a practicum in the campaign, or had one in the period.
PAIRS: Final[LiteralString] = (
    """
MATCH (p:Practicum {region: $region, format: $format})
WHERE """
    + PUBLISHED
    + OF_PERIOD
    + """
MATCH (p)-[:HELD_AT]->(v:Venue)
OPTIONAL MATCH (p)-[:IN_COMPETENCE]->(c:Competence)
WITH DISTINCT v, c
MATCH (v)-[:LOCATED_IN]->(m:Municipality)
RETURN [v.id, c.id] AS key, v.name AS venue, m.name AS municipality,
  coalesce(c.name, 'не указана') AS competence
ORDER BY municipality, venue, competence, v.id
"""
)
PLAN: Final[LiteralString] = """
MATCH (:Region {id: $region})-[plans:PLANS]->(w:FormatWindow {format: $format})
WHERE EXISTS { (w)-[:OF_CAMPAIGN]->(:Campaign {id: $campaign}) }
RETURN max(plans.planned_attendances) AS plan
"""
GRADES: Final = range(6, 12)
# Nobody comes to what wasn't held; of what was held and not entered nobody knows who came.
_NOT_A_ZERO: Final = (("held", NOT_HELD), ("recorded", NO_DATA))


def practicum_form(
    number: int, clause: str, title: str, format_: Format, more: tuple[Shows, ...] = ()
) -> Form:
    """The report on one format; `more` are the columns that only it has."""

    def of(measure: Measure, **given: str | int) -> Figure:
        return only(measure, format=format_.value, **given)

    shows = (
        text("venue", "Площадка"),
        text("municipality", "Муниципалитет"),
        text("competence", "Компетенция"),
        count("planned", "запланировано", of(PLANNED), "Практикумы"),
        count("held", "проведено", of(HELD), "Практикумы"),
        count("cancelled", "отменено", of(CANCELLED), "Практикумы"),
        count("recorded", "с внесённым посещением", of(RECORDED), "Практикумы"),
        count("places", "Мест", of(PLACES)),
        count("enrolled", "Записей", of(ENROLLED)),
        # Whoever came twice is one person in the total.
        count(
            "attended",
            "Участников (людей)",
            of(ATTENDED),
            summing=Summing.OWN,
            unless=_NOT_A_ZERO,
        ),
        count("visits", "Посещений", of(VISITS), unless=_NOT_A_ZERO),
        count("missed", "Не пришли", of(MISSED), unless=_NOT_A_ZERO),
        *(
            count(
                f"grade_{grade}",
                str(grade),
                of(VISITS, grade=grade),
                "Посещения по классам",
                unless=_NOT_A_ZERO,
            )
            for grade in GRADES
        ),
        *more,
    )
    layout = PartLayout(
        "venues",
        "Площадки и компетенции",
        PAIRS,
        (Dimension.VENUE, Dimension.COMPETENCE),
        shows,
        constants=(("format", format_.value),),
    )
    return Form(
        number,
        clause,
        title,
        of(ATTENDED),
        (layout,),
        plan=PLAN,
        against=of(VISITS),
        may_be_nothing=True,
    )


def advised(format_: Format) -> tuple[Shows, ...]:
    """Mentors' recommendations, and how many of the visits have one. Source: clause 5.4.6."""
    return (
        count("advised", "Рекомендаций наставников", only(ADVISED, format=format_.value)),
        share("advised_share", "% посещений с рекомендацией", "advised", "visits"),
    )


def repeated(cells: Mapping[str, Cell]) -> Cell:
    """Visits beyond the first of each child, at one venue in one competence."""
    visits, people = cells["visits"], cells["attended"]
    if visits.value is None or people.value is None:
        return visits
    return counted(int(visits.value or 0) - int(people.value or 0))  # type: ignore[arg-type]


def repeats() -> Shows:
    """The column of repeat visits."""
    return derived("repeated", "Повторных посещений", repeated)

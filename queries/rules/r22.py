"""R22: practicums without photo or video, pictures of children who may not be shown.

Source: clauses 5.4.7, 6.2.12. A picture needs a consent that covered images on the day of upload
and has not been refused or withdrawn since: while it hangs there, it is shown.
"""

from graph.declaration import Personal
from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases

HELD = Pattern(
    """
MATCH (unit:Practicum {region: $region})-[:PART_OF]->(:Campaign {id: $campaign})
WHERE ($unit IS NULL OR unit.id = $unit)
  AND unit.held_at <= $as_of AND coalesce(unit.cancelled_at > $as_of, true)
WITH unit, unit AS record, EXISTS {
  MATCH (unit)<-[:SHOWS]-(m:MediaFile)
  WHERE m.uploaded_at <= $as_of AND coalesce(m.removed_at > $as_of, true)
} AS shown
""",
    evidence="[{what: 'практикум проведён', id: record.id, on: record.on_day}]",
)

PICTURES = Pattern(
    """
MATCH (record:MediaFile {region: $region})-[:SHOWS]->(unit:Practicum)
WHERE ($unit IS NULL OR unit.id = $unit)
  AND record.uploaded_at <= $as_of AND coalesce(record.removed_at > $as_of, true)
MATCH (record)-[:DEPICTS]->(child:Student)
WITH unit, record, child,
  date(datetime({datetime: record.uploaded_at, timezone: $zone})) AS uploaded_on
WITH unit, record, uploaded_on, collect(EXISTS {
  MATCH (child)<-[:FOR_CHILD]-(c:Consent)
  WHERE 'images' IN c.purposes AND c.given_on <= uploaded_on
    AND coalesce(c.recorded_at <= $as_of, true)
    AND coalesce(uploaded_on <= c.valid_until, true)
    AND coalesce(c.refused_on > $day OR c.refused_on < c.given_on, true)
    AND coalesce(c.withdrawn_at > $as_of, true)
    AND (NOT EXISTS { (c)-[:SIGNED_BY]->(:Guardian) } OR EXISTS {
      MATCH (c)-[:SIGNED_BY]->(:Guardian)-[g:GUARDIAN_OF]->(child)
      WHERE g.legal AND g.from <= c.given_on AND (c.given_on < g.to OR g.to IS NULL)
    })
}) AS allowed
""",
    evidence="[{what: 'загружено, детей без согласия: ' + size([a IN allowed WHERE NOT a]), "
    "id: record.id, on: uploaded_on}]",
)

RULE = Rule(
    "R22",
    "5.4.7, 6.2.12",
    "Фото и видео практикума",
    Accountable.COORDINATOR,
    cases(
        Case(
            "no_media",
            Severity.C,
            "Практикум проведён, а фото и видео нет",
            "Попросите площадку прислать фото или видео и загрузите их.",
            HELD,
            gap="NOT shown AND record.on_day <= $late_day.media_within",
            since="record.on_day",
            term=TermKind.MEDIA_WITHIN,
            due_source="срок кампании: фото и видео",
            path=("Регион", "Площадка", "Практикум", "Фото и видео"),
        ),
        Case(
            "image_without_consent",
            Severity.A,
            "На фото или видео ребёнок, которого нельзя показывать",
            "Уберите файл немедленно; верните его, только когда будет согласие на съёмку.",
            PICTURES,
            gap="any(a IN allowed WHERE NOT a)",
            due="uploaded_on",
            due_source="день загрузки",
            path=("Регион", "Площадка", "Практикум", "Фото и видео", "Участник", "Согласие"),
        ),
    ),
    causes=(
        Cause(
            ("no_media",),
            "R02",
            ("no_venue_contact",),
            path="MATCH (a)-[:HELD_AT]->(b:Venue)",
        ),
    ),
    personal=Personal.CHILD,
    reports=(12,),
)

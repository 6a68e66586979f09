"""№ 9, mentors of the region, with totals by kind of organisation and by competence.

Source: clause 6.2.9; the five kinds: clause 2.8.
"""

from __future__ import annotations

from typing import Final, LiteralString

from queries.measures.declaration import Dimension, Figure
from queries.measures.p_network import LED_TIMES, MENTORS_KNOWN
from queries.report.layout import Form, PartLayout, count, text
from queries.report.table import Kind, Summing

_KIND: Final[LiteralString] = """CASE o.kind WHEN 'science' THEN 'научная' WHEN 'college' THEN 'СПО'
    WHEN 'university' THEN 'ВО' WHEN 'industry' THEN 'промышленное или высокотехнологичное'
    WHEN 'other' THEN 'иная' END"""
ROWS: Final[LiteralString] = (
    """
MATCH (m:Mentor {region: $region})-[:IS_PERSON]->(p:Person)
OPTIONAL MATCH (m)-[:COMES_FROM]->(o:Organisation)
WITH m, p, o, head(COLLECT {
  MATCH (m)<-[:QUALIFIES]-(q:Qualification)
  WHERE q.issued_on <= $day AND q.confirmed_on <= $day
  RETURN q ORDER BY coalesce(q.valid_until, date('9999-12-31')) DESC, q.id LIMIT 1
}) AS q
RETURN [m.id] AS key,
  p.family_name + ' ' + p.given_name + coalesce(' ' + p.patronymic, '') AS mentor,
  o.name AS organisation, """
    + _KIND
    + """ AS kind, m.position AS position,
  reduce(all = '', name IN COLLECT {
    MATCH (m)-[:SKILLED_IN]->(c:Competence) RETURN c.name ORDER BY c.name
  } | CASE all WHEN '' THEN name ELSE all + ', ' + name END) AS competences,
  q.kind + coalesce(' № ' + q.number, '') AS qualification,
  CASE WHEN q IS NULL THEN 'не подтверждена' WHEN q.valid_until IS NULL THEN 'бессрочно'
    WHEN q.valid_until < $day THEN 'истекла' ELSE 'действует' END AS validity,
  q.valid_until AS valid_until
ORDER BY mentor, m.id
"""
)
KINDS: Final[LiteralString] = (
    """
UNWIND ['science', 'college', 'university', 'industry', 'other'] AS one
WITH {kind: one} AS o
RETURN [o.kind] AS key, """
    + _KIND
    + """ AS kind
"""
)
COMPETENCES: Final[LiteralString] = """
MATCH (c:Competence)
WHERE EXISTS { (c)<-[:SKILLED_IN]-(:Mentor {region: $region}) }
RETURN [c.id] AS key, c.name AS competence ORDER BY competence, c.id
"""

FORM = Form(
    9,
    "6.2.9",
    "Наставники",
    Figure(MENTORS_KNOWN),
    (
        PartLayout(
            "mentors",
            "Наставники",
            ROWS,
            (Dimension.MENTOR,),
            (
                text("mentor", "Наставник"),
                text("organisation", "Организация"),
                text("kind", "Вид организации"),
                text("position", "Должность"),
                text("competences", "Компетенции"),
                text("qualification", "Документ о квалификации"),
                text("validity", "Квалификация"),
                text("valid_until", "Действует до", Kind.DATE),
                count("practicums", "Проведено практикумов", LED_TIMES),
            ),
        ),
        PartLayout(
            "kinds",
            "Итоги по видам организаций",
            KINDS,
            (Dimension.KIND,),
            (text("kind", "Вид организации"), count("mentors", "Наставников", MENTORS_KNOWN)),
            stray="вид не указан",
            same_everywhere=True,
        ),
        PartLayout(
            "competences",
            "Итоги по компетенциям",
            COMPETENCES,
            (Dimension.COMPETENCE,),
            (
                text("competence", "Компетенция"),
                count("mentors", "Наставников", MENTORS_KNOWN, summing=Summing.OWN),
            ),
            stray="компетенция не указана",
            same_everywhere=True,
        ),
    ),
)

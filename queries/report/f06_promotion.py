"""№ 6, promotion: a row a measure, and by kind; social networks have a subtotal of their own.

Source: clause 6.2.6.
"""

from __future__ import annotations

from typing import Final, LiteralString

from queries.measures.declaration import Dimension, Figure
from queries.measures.p_network import PROMOTED, REACH
from queries.report.layout import Form, PartLayout, count, given, text
from queries.report.table import Kind

KIND: Final[LiteralString] = """CASE m.kind WHEN 'media' THEN 'СМИ'
    WHEN 'social_network' THEN 'социальные сети' WHEN 'event' THEN 'мероприятие'
    WHEN 'meeting' THEN 'встреча' WHEN 'mailing' THEN 'рассылка' ELSE m.kind END"""
ROWS: Final[LiteralString] = (
    """
MATCH (m:PromotionMeasure {region: $region})
WHERE m.on_day <= $day AND $from <= m.on_day AND m.on_day <= $to
RETURN [m.id] AS key, m.title AS measure, m.on_day AS on_day, """
    + KIND
    + """ AS kind,
  m.channel AS channel, m.link AS link, m.reach AS reach, m.audience AS audience,
  m.materials AS materials
ORDER BY on_day, measure, m.id
"""
)
KINDS: Final[LiteralString] = (
    """
UNWIND ['media', 'social_network', 'event', 'meeting', 'mailing'] AS one
WITH {kind: one} AS m
RETURN [m.kind] AS key, """
    + KIND
    + """ AS kind
"""
)

FORM = Form(
    6,
    "6.2.6",
    "Продвижение проекта",
    Figure(PROMOTED),
    (
        PartLayout(
            "measures",
            "Меры",
            ROWS,
            (Dimension.RECORD,),
            (
                text("measure", "Мера"),
                text("on_day", "Дата", Kind.DATE),
                text("kind", "Вид"),
                text("channel", "Канал"),
                text("link", "Ссылка", Kind.LINK),
                given("reach", "Охват, чел."),
                text("audience", "Аудитория"),
                text("materials", "Фото и видео", Kind.LINK),
            ),
        ),
        PartLayout(
            "kinds",
            "Итоги по видам",
            KINDS,
            (Dimension.KIND,),
            (
                text("kind", "Вид"),
                count("measures", "Мер", PROMOTED),
                count("reach", "Охват, чел.", REACH),
            ),
            same_everywhere=True,
        ),
    ),
    may_be_nothing=True,
)

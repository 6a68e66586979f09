"""Measures by which the project is made known. Source: clause 6.2.6."""

from __future__ import annotations

from queries.changes.declaration import COORDINATOR, change
from queries.changes.field import own, subject, to
from queries.changes.making import changes, creates

LABEL = "PromotionMeasure"
_MORE = ("channel", "link", "reach", "audience", "materials")

CHANGES = (
    change(
        "record_promotion",
        "6.2.6",
        "внесена мера продвижения",
        COORDINATOR,
        LABEL,
        (*own(LABEL, "title", "kind", "on_day", *_MORE), to(LABEL, "in_region")),
        creates(LABEL),
    ),
    change(
        "change_promotion",
        "6.2.6",
        "мера продвижения исправлена",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "title", "kind", "on_day", *_MORE, required=False)),
        changes(LABEL),
    ),
)

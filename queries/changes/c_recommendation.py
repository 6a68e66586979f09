"""Recommendations: a navigator's for the curriculum, a mentor's after a practicum."""

from __future__ import annotations

from graph.model.testing import Recommender
from queries.changes.consenting import unless_stopped
from queries.changes.declaration import COORDINATOR, Apply, change
from queries.changes.field import own, to
from queries.changes.making import creates

LABEL = "Recommendation"
_FIELDS = (
    to(LABEL, "student"),
    to(LABEL, "given_by"),
    *own(LABEL, "text", required=True),
    to(LABEL, "advises", required=False),
)


def _given_as(who: Recommender) -> Apply:
    return unless_stopped("student", creates(LABEL, now=("given_at",), given_as=who.value))


CHANGES = (
    change(
        "recommend_as_navigator",
        "5.2.4",
        "педагог-навигатор дал рекомендацию",
        COORDINATOR,
        LABEL,
        _FIELDS,
        _given_as(Recommender.NAVIGATOR),
    ),
    change(
        "recommend_as_mentor",
        "5.4.6",
        "наставник дал рекомендацию по итогам практикума",
        COORDINATOR,
        LABEL,
        (*_FIELDS, to(LABEL, "after", required=True)),
        _given_as(Recommender.MENTOR),
    ),
)

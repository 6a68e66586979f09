"""Venues: what they are, since when they take part, licence, requirements, campaigns."""

from __future__ import annotations

from queries.changes.declaration import COORDINATOR, change
from queries.changes.field import of_link, own, subject, to
from queries.changes.making import begins, changes, creates, ends
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

LABEL = "Venue"


def _licence_days(work: Work) -> None:
    until = work.given.get("valid_until")
    if until is not None and until < work.given["issued_on"]:
        raise RefusedError("valid_until", "Лицензия не может кончиться раньше, чем выдана.")


CHANGES = (
    change(
        "create_venue",
        "2.4",
        "площадка внесена",
        COORDINATOR,
        LABEL,
        (*own(LABEL, "name", "address"), to(LABEL, "municipality"), to(LABEL, "organisation")),
        creates(LABEL),
    ),
    change(
        "change_venue",
        "2.4",
        "сведения о площадке исправлены",
        COORDINATOR,
        LABEL,
        (
            subject(LABEL),
            *own(LABEL, "name", "address", required=False),
            to(LABEL, "municipality", required=False),
            to(LABEL, "organisation"),
        ),
        changes(LABEL),
    ),
    change(
        "begin_venue_participation",
        "2.4",
        "площадка участвует",
        COORDINATOR,
        LABEL,
        (
            subject(LABEL),
            to(LABEL, "participates_in", required=True),
            *of_link(LABEL, "participates_in", "from"),
        ),
        begins(LABEL, "participates_in"),
    ),
    change(
        "end_venue_participation",
        "2.4",
        "площадка больше не участвует",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *of_link(LABEL, "participates_in", "to", required=True)),
        ends(LABEL, "participates_in"),
    ),
    change(
        "record_licence",
        "2.4",
        "внесена лицензия площадки",
        COORDINATOR,
        "Licence",
        (to("Licence", "venue"), *own("Licence", "number", "issued_on", "valid_until")),
        creates("Licence"),
        checks=(_licence_days,),
    ),
    change(
        "confirm_venue_requirements",
        "2.4",
        "соответствие площадки требованиям подтверждено",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "requirements_confirmed_on", required=True)),
        changes(LABEL),
    ),
    change(
        "assign_campaign",
        "5.4.1",
        "площадке назначена кампания",
        COORDINATOR,
        LABEL,
        (
            subject(LABEL),
            to(LABEL, "campaigns", name="campaigns", required=True),
            *of_link(LABEL, "campaigns", "from"),
        ),
        begins(LABEL, "campaigns", now=("assigned_at",)),
        touches=(LABEL, "ASSIGNED_TO"),
    ),
    change(
        "withdraw_campaign",
        "5.4.1",
        "площадка выведена из кампании",
        COORDINATOR,
        LABEL,
        (
            subject(LABEL),
            to(LABEL, "campaigns", required=True),
            *of_link(LABEL, "campaigns", "to", required=True),
        ),
        ends(LABEL, "campaigns"),
        touches=(LABEL, "ASSIGNED_TO"),
    ),
)

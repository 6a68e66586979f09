"""Consents of legal representatives: given, refused, withdrawn. They take effect at once."""

from __future__ import annotations

from datetime import date

from graph.model.consent import Purpose
from graph.session import Row
from graph.writing import write_links, write_nodes
from queries.changes.declaration import COORDINATOR, Change, change
from queries.changes.field import Field, other, own, subject, to
from queries.changes.making import Fill, absent, changes, creates, present
from queries.changes.reading import Known
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

LABEL = "Consent"
_NAMES = ("family_name", "given_name", "patronymic")


def _signer() -> tuple[Field, ...]:
    """Who signed: known, or new with the names and whether it is a legal representative."""
    return (
        to(LABEL, "signed_by"),
        *(other("Guardian", name, prefix="guardian_") for name in _NAMES),
    )


def _signed(day: str) -> Fill:
    async def fill(work: Work) -> Row:
        by: Row = {"recorded_at": work.at} | ({"recorded_by": work.person} if work.person else {})
        guardian = await _guardian(work, work.given[day])
        return by | ({"signed_by": guardian} if guardian else {})

    return fill


async def _guardian(work: Work, day: date) -> str | None:
    """The id of the signer: given, or new, a legal representative since the day of signing."""
    if work.one("signed_by") is not None:
        return work.must("signed_by").id
    names = {n: work.given[f"guardian_{n}"] for n in _NAMES if f"guardian_{n}" in work.given}
    if not names:
        return None
    if not {"family_name", "given_name"} <= names.keys():
        raise RefusedError("guardian_family_name", "Нужны и фамилия, и имя представителя.")
    child: Known = work.must("child")
    made = work.new("Guardian")
    row = names | {"id": made, "in_region": child.region}
    await write_nodes(work.writer, "Guardian", [row])
    link = {"source": made, "target": child.id, "from": day, "legal": True}
    await write_links(work.writer, "Guardian", "children", [link])
    return made


def _given(name: str, title: str, day: str, *more: str) -> Change:
    return change(
        name,
        "5.2.3",
        title,
        COORDINATOR,
        LABEL,
        (
            to(LABEL, "child"),
            *own(LABEL, "purposes"),
            *own(LABEL, day, required=True),
            *own(LABEL, *more),
            *_signer(),
        ),
        creates(LABEL, fill=_signed(day)),
        checks=(_with_processing, _in_order),
        also=("Guardian",),
    )


def _with_processing(work: Work) -> None:
    if Purpose.PROCESSING.value not in work.given["purposes"]:
        raise RefusedError("purposes", "Без согласия на обработку нет и остальных.")


def _in_order(work: Work) -> None:
    until, given = work.given.get("valid_until"), work.given.get("given_on")
    if until is not None and given is not None and until < given:
        raise RefusedError("valid_until", "Согласие не может кончиться раньше, чем дано.")


CHANGES = (
    _given("give_consent", "согласие дано", "given_on", "valid_until", "channel"),
    _given("refuse_consent", "в согласии отказано", "refused_on", "channel"),
    change(
        "withdraw_consent",
        "5.2.3, 5.4.2",
        "согласие отозвано",
        COORDINATOR,
        LABEL,
        (subject(LABEL),),
        changes(LABEL, now=("withdrawn_at",)),
        checks=(
            present("given_on", "Это согласие не было дано: отзывать нечего."),
            absent("withdrawn_at", "Это согласие уже отозвано."),
        ),
    ),
)

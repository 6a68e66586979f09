"""How a coordinator comes to be: letter, approval, contract, in this order. Source: 2.6, 4.1.

Written by the curator: while a region has no coordinator nobody else of it can write. With the
contract the person coordinates the region from the day it is signed.
"""

from __future__ import annotations

from graph.session import Row
from graph.writing import write_links
from queries.changes.c_role import names
from queries.changes.declaration import CURATOR, change
from queries.changes.field import of_link, own, ref, subject, to
from queries.changes.making import (
    absent,
    changes,
    creates,
    ends,
    ordered,
    person_of,
    present,
)
from queries.changes.work import Work

LABEL = "Nomination"
PERSON = "Person"
_TOUCHES = (LABEL, "COORDINATES")


async def _nominee(work: Work) -> Row:
    return {"nominee": await person_of(work, "nominee")}


async def _signed(work: Work) -> None:
    """Sign, and let the nominee coordinate from that day, unless they do so already."""
    await changes(LABEL)(work)
    region = work.subject.links("in_region")[0]["id"]
    nominee = work.subject.links("nominee")[0]["id"]
    (person,) = await work.know(PERSON, [nominee])
    since = work.given["contract_signed_on"]
    lasting = [
        one
        for one in person.links("coordinates")
        if one["id"] == region and (one.get("to") is None or since < one["to"])
    ]
    if not lasting:
        work.touch(PERSON, nominee)
        row: Row = {"source": nominee, "target": region, "from": since}
        await write_links(work.writer, PERSON, "coordinates", [row])


_IN_PLAY = (absent("rejected_on", "Кандидатура отклонена: нужно новое письмо."),)

CHANGES = (
    change(
        "nominate_coordinator",
        "2.6, 4.1",
        "ОИВ выдвинул координатора",
        CURATOR,
        LABEL,
        (
            *own(LABEL, "letter_number", "letter_date", required=True),
            to(LABEL, "in_region"),
            to(LABEL, "nominee", required=False),
            *names(),
            to(LABEL, "campaign"),
            to(LABEL, "sent_by"),
            *own(LABEL, "note"),
        ),
        creates(LABEL, fill=_nominee),
        also=(PERSON,),
        touches=_TOUCHES,
    ),
    change(
        "approve_nomination",
        "2.6, 4.1, 4.2",
        "Союз согласовал координатора",
        CURATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "approved_on", required=True), *own(LABEL, "skills")),
        changes(LABEL),
        checks=(
            *_IN_PLAY,
            absent("approved_on", "Кандидатура уже согласована."),
            present("letter_date", "Нет письма ОИВ: согласовывать нечего."),
            ordered("letter_date", "approved_on", "Согласование раньше письма ОИВ."),
        ),
    ),
    change(
        "reject_nomination",
        "4.1",
        "Союз отклонил кандидатуру",
        CURATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "rejected_on", required=True), *own(LABEL, "note")),
        changes(LABEL),
        checks=(
            *_IN_PLAY,
            absent("contract_signed_on", "Договор уже подписан: отклонять поздно."),
            ordered("letter_date", "rejected_on", "Отклонение раньше письма ОИВ."),
        ),
    ),
    change(
        "sign_coordinator_contract",
        "2.6, 4.1",
        "подписан договор с координатором",
        CURATOR,
        LABEL,
        (
            subject(LABEL),
            *own(LABEL, "contract_number", "contract_signed_on", required=True),
            *own(LABEL, "contract_valid_until"),
        ),
        _signed,
        checks=(
            *_IN_PLAY,
            absent("contract_signed_on", "Договор уже подписан."),
            present("approved_on", "Кандидатура ещё не согласована Союзом."),
            ordered("approved_on", "contract_signed_on", "Договор раньше согласования."),
            ordered("contract_signed_on", "contract_valid_until", "Договор кончается раньше."),
        ),
        also=(PERSON,),
        touches=_TOUCHES,
    ),
    change(
        "end_coordination",
        "2.6",
        "координатор сложил обязанности",
        CURATOR,
        PERSON,
        (
            ref("person", PERSON, "координатор"),
            to(PERSON, "coordinates", required=True),
            *of_link(PERSON, "coordinates", "to", required=True),
        ),
        ends(PERSON, "coordinates", source="person"),
        touches=("COORDINATES",),
    ),
)

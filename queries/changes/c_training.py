"""Training of the regional team: events, who took part, what is needed."""

from __future__ import annotations

from graph.session import Row
from graph.writing import write_links
from queries.changes.declaration import COORDINATOR, change
from queries.changes.field import of_link, own, ref, subject, to
from queries.changes.making import changes, creates
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

EVENT, NEED, PERSON = "TrainingEvent", "TrainingNeed", "Person"
_NEED = ("topic", "raised_on", "audience", "people", "form", "wanted_on", "place", "priority")


def _days(work: Work) -> None:
    ends = work.given.get("ends_on")
    if ends is not None and ends < work.given["starts_on"]:
        raise RefusedError("ends_on", "Мероприятие кончается раньше, чем начинается.")


async def _took_part(work: Work) -> None:
    """The person's part in an event, as it is told last."""
    person = work.must("person")
    work.touch(PERSON, person.id)
    row: Row = {"source": person.id, "target": work.must("training").id}
    row |= work.owns("role", "attended", "certificate")
    await write_links(work.writer, PERSON, "training", [row])


CHANGES = (
    change(
        "record_training",
        "6.2.7",
        "внесено обучающее мероприятие",
        COORDINATOR,
        EVENT,
        (
            *own(EVENT, "title", "starts_on", "ends_on", "organiser", "form", "hours"),
            to(EVENT, "in_region"),
            to(EVENT, "meets", required=False),
        ),
        creates(EVENT),
        checks=(_days,),
    ),
    change(
        "record_training_participant",
        "6.2.7",
        "внесён участник обучения",
        COORDINATOR,
        PERSON,
        (
            ref("person", PERSON, "лицо"),
            ref("training", EVENT, "мероприятие"),
            *of_link(PERSON, "training", "role", "attended", "certificate"),
        ),
        _took_part,
        touches=("TOOK_PART",),
    ),
    change(
        "raise_training_need",
        "6.2.11",
        "заявлена потребность в обучении",
        COORDINATOR,
        NEED,
        (*own(NEED, *_NEED, "reason"), to(NEED, "in_region")),
        creates(NEED),
    ),
    change(
        "change_training_need",
        "6.2.11",
        "потребность в обучении уточнена",
        COORDINATOR,
        NEED,
        (subject(NEED), *own(NEED, *_NEED, "reason", required=False)),
        changes(NEED),
    ),
)

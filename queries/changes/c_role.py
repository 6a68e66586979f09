"""Who answers for a school or a venue: representatives, navigators, contacts, experts."""

from __future__ import annotations

from queries.changes.declaration import COORDINATOR, Change, change
from queries.changes.field import Field, of_link, other, ref, to
from queries.changes.making import begin, ends, person_of
from queries.changes.reading import Known
from queries.changes.work import Work

LABEL = "Person"


def names() -> tuple[Field, ...]:
    """An adult who is not known yet."""
    return tuple(
        other(LABEL, name) for name in ("family_name", "given_name", "patronymic", "email", "phone")
    )


def _assign(name: str, clause: str, title: str, link: str, target: str, *, now: bool) -> Change:
    async def apply(work: Work) -> None:
        person = await person_of(work, "person")
        source = work.one("person") or Known(LABEL, person, "", 0)
        more = {"registered_at": work.at} if now else {}
        await begin(work, LABEL, link, source, more)

    fields = (
        ref("person", LABEL, "лицо; если его ещё нет — фамилия и имя", required=False),
        *names(),
        to(LABEL, link, required=True, labels=target),
        *of_link(LABEL, link, "from"),
    )
    type_ = _TYPES[link]
    return change(name, clause, title, COORDINATOR, LABEL, fields, apply, touches=(type_,))


def _end(name: str, clause: str, title: str, link: str, target: str) -> Change:
    fields = (
        ref("person", LABEL, "лицо"),
        to(LABEL, link, required=True, labels=target),
        *of_link(LABEL, link, "to", required=True),
    )
    apply = ends(LABEL, link, source="person")
    type_ = _TYPES[link]
    return change(name, clause, title, COORDINATOR, LABEL, fields, apply, touches=(type_,))


_TYPES = {
    "represents": "REPRESENTS",
    "navigates": "NAVIGATES",
    "contact_of": "CONTACT_OF",
    "expert_at": "EXPERT_AT",
}

CHANGES = (
    _assign("assign_representative", "5.2.1", "зарегистрирован представитель школы",
            "represents", "School", now=True),
    _end("end_representative", "5.2.1", "представитель школы сложил обязанности",
         "represents", "School"),
    _assign("assign_navigator", "5.2.1", "зарегистрирован педагог-навигатор школы",
            "navigates", "School", now=True),
    _end("end_navigator", "5.2.1", "педагог-навигатор сложил обязанности",
         "navigates", "School"),
    _assign("assign_contact", "3.1", "назначено контактное лицо площадки",
            "contact_of", "Venue", now=False),
    _end("end_contact", "3.1", "контактное лицо площадки сменилось", "contact_of", "Venue"),
    _assign("assign_expert", "2.4", "привлечён эксперт работодателя",
            "expert_at", "Venue", now=False),
    _end("end_expert", "2.4", "эксперт работодателя больше не привлекается",
         "expert_at", "Venue"),
)  # fmt: skip

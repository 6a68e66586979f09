"""A region's coordinator as the Order makes one: nominated, approved, contracted; whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from api.web import form
from api.web.asking import nodes
from api.web.words import Mark
from graph.model.nomination import Skill

SKILLS: Final = {
    Skill.PLANNING: "планирование и организация рабочих процессов",
    Skill.EDUCATION: "знание системы образования региона",
    Skill.OFFICE: "офисные программы",
    Skill.INTERNET: "интернет",
    Skill.ORGANISING: "организационная работа",
    Skill.RESPONSIBILITY: "ответственность, коммуникабельность, инициативность",
    Skill.DEADLINES: "контроль сроков отчётности",
}
"""Source: clause 4.2."""

_DONE: Final = Mark("closed", "✓", "есть")
_WAITING: Final = Mark("upcoming", "◔", "ожидается")
_REFUSED: Final = Mark("late", "!", "отклонён")
_OVER: Final = Mark("late", "!", "закончился")
_LACKING: Final = Mark("late", "!", "нет")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of clause 4.1: what it is, whether it is done, what is known of it."""

    name: str
    mark: Mark
    told: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the region with whatever the viewer may know of how to reach them."""

    name: str
    since: date | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """Who coordinates a region and how they came to; `nominee` is whose steps these are.

    `lacking` are skills that were not confirmed; `others` are steps of other nominations by name.
    """

    coordinators: tuple[Contact, ...]
    curators: tuple[Contact, ...]
    nominee: Contact | None
    steps: tuple[Step, ...]
    lacking: tuple[str, ...]
    others: tuple[tuple[str, tuple[Step, ...]], ...]


def card_of(
    region: Mapping[str, Any], contacts: Mapping[str, Any] | None, campaign: str, today: date
) -> Card:
    """The card of a region's answer; `contacts` is None for whom they are not."""
    known = _known(contacts or {})
    nominations = nodes(region["nominations"])
    active = [edge["node"]["id"] for edge in region["coordinators"]["edges"]]
    chosen = _chosen(nominations, active, campaign)
    nominee = (chosen or {}).get("nominee")
    return Card(
        _contacts(region["coordinators"], known),
        _contacts(region["curators"], known),
        _contact(nominee, None, known) if nominee else None,
        _steps(chosen, today) if chosen else (),
        _lacking(chosen),
        tuple((_name(one), _steps(one, today)) for one in nominations if one is not chosen),
    )


def _chosen(
    nominations: Iterable[Mapping[str, Any]], active: list[str], campaign: str
) -> Mapping[str, Any] | None:
    """The campaign's nomination of who coordinates, or else its newest, or else the newest."""

    def rank(one: Mapping[str, Any]) -> tuple[bool, bool, str]:
        of_campaign = (one["campaign"] or {}).get("id") == campaign
        of_active = (one["nominee"] or {}).get("id") in active
        return (of_campaign, of_active, one["letterDate"] or "")

    return max(nominations, key=rank, default=None)


def _steps(one: Mapping[str, Any], today: date) -> tuple[Step, ...]:
    return (_letter(one), _approval(one), _contract(one, today))


def _letter(one: Mapping[str, Any]) -> Step:
    if not (one["letterNumber"] and one["letterDate"]):
        return Step("Выдвижение", _LACKING, "письма ОИВ с номером и датой нет")
    sender = (one["sentBy"] or {}).get("name")
    told = f"письмо № {one['letterNumber']} от {form.day(one['letterDate'])}"
    return Step("Выдвижение", _DONE, f"{told}, {sender}" if sender else told)


def _approval(one: Mapping[str, Any]) -> Step:
    if one["rejectedOn"]:
        return Step("Согласование", _REFUSED, f"Союз отклонил {form.day(one['rejectedOn'])}")
    if one["approvedOn"]:
        return Step("Согласование", _DONE, f"Союз согласовал {form.day(one['approvedOn'])}")
    return Step("Согласование", _WAITING, "Союз ещё не согласовал")


def _contract(one: Mapping[str, Any], today: date) -> Step:
    if not one["contractSignedOn"]:
        return Step("Договор", _WAITING, "не подписан")
    number = f"№ {one['contractNumber']} " if one["contractNumber"] else ""
    until = form.as_day(one["contractValidUntil"])
    told = f"{number}подписан {form.day(one['contractSignedOn'])}"
    if until is None:
        return Step("Договор", _DONE, told)
    over = until < today
    word = "действовал" if over else "действует"
    return Step("Договор", _OVER if over else _DONE, f"{told}, {word} до {form.day(until)}")


def _lacking(one: Mapping[str, Any] | None) -> tuple[str, ...]:
    if one is None or not one["approvedOn"]:
        return ()
    confirmed = {Skill[name] for name in one["skills"] or ()}
    return tuple(word for skill, word in SKILLS.items() if skill not in confirmed)


def _name(one: Mapping[str, Any]) -> str:
    return (one["nominee"] or {}).get("fullName") or "кандидат"


def _known(contacts: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Phones and addresses by a person's id."""
    people = [
        edge["node"]
        for name in ("coordinators", "curators")
        for edge in (contacts.get(name) or {"edges": ()})["edges"]
    ]
    people += [
        edge["node"]["nominee"] or {}
        for edge in (contacts.get("nominations") or {"edges": ()})["edges"]
    ]
    return {one["id"]: one for one in people if one}


def _contacts(
    connection: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> tuple[Contact, ...]:
    return tuple(_contact(one["node"], one["from"], known) for one in connection["edges"])


def _contact(
    person: Mapping[str, Any], since: str | None, known: Mapping[str, Mapping[str, Any]]
) -> Contact:
    more = known.get(person["id"], {})
    name = person["fullName"] or "имя не указано"
    return Contact(name, form.as_day(since), more.get("phone"), more.get("email"))

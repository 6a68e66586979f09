"""How a record is told in words: its name, its values, the records it is linked with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.node.naming import edge_values, node_values
from api.web import form, words
from api.web.page import link
from api.web.record_document import alias, brief, name_of, steps, values
from api.web.terms import term_word
from graph.declaration import Kind, Property
from graph.model.account import Role
from queries.compiler.steps import Step

_FULL: Final = ("familyName", "givenName", "patronymic")
_PAGES: Final = {"Region": "/regions/", "School": "/schools/"}
"""Pages of some types beside their cards."""


@dataclass(frozen=True, slots=True)
class Line:
    """A record as one line: what it is called, what tells it from others, where its card is."""

    label: str
    id: str
    name: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        return words.label_word(self.label)

    @property
    def href(self) -> str:
        return record_path(self.label, self.id)

    @property
    def told(self) -> str:
        """The facts as one text."""
        return "; ".join(f"{word} {value}" for word, value in self.facts)


@dataclass(frozen=True, slots=True)
class Way:
    """A relationship of a record to many: how many there are, None if they are not counted."""

    name: str
    word: str
    count: int | None


def record_path(label: str, identity: str, **parameters: object) -> str:
    """Where the card of a record is."""
    if label == "Gap":
        return link(f"/gaps/{form.segment(identity)}", **parameters)
    return link(f"/links/record/{label}/{form.segment(identity)}", **parameters)


def own_page(label: str, identity: str) -> str:
    """The page of a region or a school, which tells more than the card; "" of other types."""
    return f"{_PAGES[label]}{form.segment(identity)}" if label in _PAGES else ""


def shown(declared: Property, value: Any, zone: str = form.MOSCOW) -> str:
    """A value of an answer as people read it; a dash for none."""
    if value is None or value == []:
        return "—"
    if isinstance(value, list):
        return ", ".join(shown(declared, one, zone) for one in value)
    if declared.choices is not None:
        return term_word(declared.choices[value])
    if isinstance(value, bool):
        return "да" if value else "нет"
    if declared.kind is Kind.DATE:
        return form.day(value)
    if declared.kind is Kind.INSTANT:
        return form.moment(value, zone)
    if isinstance(value, int):
        return f"{form.number(value)} {declared.unit}".rstrip()
    return str(value)


def line(label: str, found: Mapping[str, Any], role: Role, zone: str = form.MOSCOW) -> Line:
    """A node of an answer to `alone` or `along` as a line."""
    own = name_of(label, role)
    name = found.get(own) or found.get(alias(label))
    declared = node_values(label)
    facts = tuple(
        (declared[one].ru, shown(declared[one], found[one], zone))
        for one in brief(label, role)
        if found.get(one) is not None
    )
    if name:
        return Line(label, found["id"], str(name), facts)
    telling = ", ".join([words.label_word(label), *(" ".join(fact) for fact in facts[:1])])
    return Line(label, found["id"], telling, facts[1:])


def heading(label: str, found: Mapping[str, Any], role: Role) -> str:
    """What the card of a record is called."""
    return str(found.get(name_of(label, role)) or words.label_word(label))


def facts(
    label: str, found: Mapping[str, Any], role: Role, zone: str
) -> Iterator[tuple[str, str, str]]:
    """(field, word, value) of what a card tells; its name stands above it already."""
    named = name_of(label, role)
    above = {named, *(_FULL if named == "fullName" else ())}
    for name, declared in values(label, role).items():
        if name not in above and found.get(name) is not None:
            yield name, capital(declared.ru), shown(declared, found[name], zone)


def closed(label: str, found: Mapping[str, Any], role: Role) -> bool:
    """Whether a child's own data are held back: what a record must have of them is not told."""
    return any(
        found.get(name) is None
        for name, declared in values(label, role).items()
        if declared.required and declared.personal_of_child
    )


def ones(label: str, found: Mapping[str, Any], role: Role, zone: str) -> Iterator[tuple[str, Line]]:
    """(relationship, record) of each that the record has one of."""
    for name, step in steps(label, role, many=False).items():
        other = found.get(name)
        if other:
            yield capital(step.ru), line(other["__typename"], other, role, zone)


def ways(label: str, found: Mapping[str, Any], role: Role) -> list[Way]:
    """The relationships to many, those that lead nowhere left out."""
    told = [
        Way(name, way_word(step), (found.get(name) or {}).get("totalCount"))
        for name, step in steps(label, role, many=True).items()
    ]
    return [way for way in told if way.count != 0]


def way_word(step: Step) -> str:
    """A relationship to many, as a heading: whom it leads to, and how they are linked."""
    who, _, how = step.ru.removesuffix(": все").partition(": ")
    return capital(who) + (f" — {how}" if how else "")


def capital(word: str) -> str:
    """A word of the model as the beginning of a line."""
    return word[:1].upper() + word[1:]


def lasting(step: Step, edge: Mapping[str, Any], zone: str) -> str:
    """What a relationship itself tells: since when, until when, how."""
    told = (
        (declared.ru, shown(declared, edge[name], zone))
        for name, declared in edge_values(step).items()
        if edge.get(name) is not None
    )
    return "; ".join(f"{word} {value}" for word, value in told)

"""Fields of a change's input, taken from the model by name.

Kinds, limits, dictionaries and words are the model's and are never declared again; only whether a
change needs a field, and what becomes of it, is said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.declaration import Cardinality, Kind, Property
from graph.model import MODEL


class Place(StrEnum):
    """What becomes of a field's value."""

    SUBJECT = "запись, которую меняют"
    OWN = "свойство записи"
    LINK = "связь записи"
    LINK_PROPERTY = "свойство связи"
    OTHER = "по-своему"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an input. With `refers` it holds the id of a record of one of these labels."""

    name: str
    ru: str
    declared: Property
    required: bool
    place: Place
    refers: tuple[str, ...] = ()
    many: bool = False
    link: str = ""


def subject(labels: str) -> Field:
    """The id of the record that is changed, of one of these labels."""
    named = tuple(labels.split())
    ru = " или ".join(MODEL.nodes[label].ru for label in named)
    return _reference("id", ru, named, place=Place.SUBJECT)


def own(label: str, *names: str, required: bool | None = None) -> tuple[Field, ...]:
    """Properties of the record; `required` as in the model, unless said here."""
    return tuple(_value(one, one.name, required, Place.OWN) for one in _properties(label, names))


def to(
    label: str, link: str, *, name: str = "", required: bool | None = None, labels: str = ""
) -> Field:
    """What a link of the record leads to; `labels` narrows a link with several."""
    relationship = MODEL.link(label, link)
    needed = relationship.cardinality is Cardinality.ONE if required is None else required
    return _reference(
        name or link,
        relationship.ru,
        tuple(labels.split()) or relationship.targets,
        needed,
        Place.LINK,
        many=relationship.cardinality is Cardinality.MANY and not relationship.interval,
        link=link,
    )


def of_link(label: str, link: str, *names: str, required: bool | None = None) -> tuple[Field, ...]:
    """Properties of a link of the record, by their own names."""
    found = {one.name: one for one in MODEL.link(label, link).all_properties}
    return tuple(
        _value(found[name], name, required, Place.LINK_PROPERTY, link=link) for name in names
    )


def ref(name: str, label: str, ru: str, *, required: bool = True, many: bool = False) -> Field:
    """A record that `apply` uses in its own way."""
    return _reference(name, ru, tuple(label.split()), required, Place.OTHER, many=many)


def other(label: str, name: str, *, prefix: str = "", required: bool = False) -> Field:
    """A value by a property of another label, for `apply` to use in its own way."""
    (declared,) = _properties(label, (name,))
    node = MODEL.nodes[label].ru
    return Field(
        f"{prefix}{name}",
        f"{node}: {declared.ru}",
        declared,
        required,
        Place.OTHER,
    )


def _properties(label: str, names: tuple[str, ...]) -> list[Property]:
    known = {one.name: one for one in MODEL.nodes[label].properties}
    return [known[name] for name in names]


def _value(
    declared: Property, name: str, required: bool | None, place: Place, link: str = ""
) -> Field:
    needed = declared.required if required is None else required
    return Field(name, declared.ru, declared, needed, place, link=link)


def _reference(
    name: str,
    ru: str,
    labels: tuple[str, ...],
    required: bool = True,
    place: Place = Place.OTHER,
    *,
    many: bool = False,
    link: str = "",
) -> Field:
    return Field(name, ru, Property(name, Kind.TEXT, ru), required, place, labels, many, link)

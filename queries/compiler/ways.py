"""A step as a pattern with its conditions: the relationship's time, the target's scope and time."""

from __future__ import annotations

from dataclasses import dataclass

from graph.declaration import Personal, Relationship
from graph.model import MODEL
from queries.compiler.building import Building, consented, day_of
from queries.compiler.steps import Step, Way
from queries.compiler.valuing import is_fact, moment


@dataclass(frozen=True, slots=True)
class Pattern:
    """`MATCH` this under these conditions; `edge` is the relationship's variable, if it has one."""

    text: str
    conditions: tuple[str, ...]
    edge: str | None = None


def all_of(build: Building, label: str, variable: str) -> Pattern:
    """Every node of a label that this actor may see."""
    conditions = (*build.scope(label, variable), *is_fact(build.sight, label, variable))
    return Pattern(f"({variable}:{label})", conditions)


def along(
    build: Building, step: Step, here: str, target: str, there: str, *, lasting: bool
) -> Pattern:
    """From the node `here` to those of the label `target`, each called `there`."""
    if step.way is Way.UP:
        return region_of(build, f"{here}.region", there)
    own = (*build.scope(target, there), *is_fact(build.sight, target, there))
    if step.way is Way.DOWN:
        return Pattern(f"({there}:{target} {{region: {here}.id}})", own)
    link = step.relationship
    assert link is not None  # noqa: S101 - every other way has one
    needed = bool(link.all_properties)
    edge = build.name("r") if needed else None
    arrow = f"[{edge or ''}:{link.type}]"
    if step.way is Way.FORWARD:
        text = f"({here})-{arrow}->({there}:{target})"
        ends = (step.source, here), (target, there)
    else:
        text = f"({here})<-{arrow}-({there}:{target})"
        ends = (target, there), (step.source, here)
    times = _times(build, link, edge, ends, lasting=lasting) if edge else ()
    return Pattern(text, (*times, *own, *_shown(build, link, ends)), edge)


def region_of(build: Building, identity: str, there: str) -> Pattern:
    """The region of this id, an expression; where a node's own region is, its id is a value."""
    conditions = (*build.scope("Region", there), *is_fact(build.sight, "Region", there))
    return Pattern(f"({there}:Region {{id: {identity}}})", conditions)


def _shown(
    build: Building, link: Relationship, ends: tuple[tuple[str, str], tuple[str, str]]
) -> tuple[str, ...]:
    """A child's family, health and pictures are shown while a consent covers the child."""
    if link.personal is Personal.NO:
        return ()
    by_label = dict(ends)
    if "Student" in by_label:
        return (consented(by_label["Student"]),)
    consent = by_label["Consent"]
    child = f"child_{consent}"
    about_child = f"({consent})-[:FOR_CHILD]->({child}:Student)"
    seen = " AND ".join([*build.scope("Student", child), consented(child)])
    return (f"EXISTS {{ MATCH {about_child} WHERE {seen} }}",)


def _times(
    build: Building,
    link: Relationship,
    edge: str,
    ends: tuple[tuple[str, str], tuple[str, str]],
    *,
    lasting: bool,
) -> tuple[str, ...]:
    """When the relationship is a fact, by the days of whichever of its ends has a region."""
    regional = next((name for label, name in ends if MODEL.nodes[label].has_region), None)
    if link.interval and lasting:
        day = day_of(build.sight, regional)
        return (f"{edge}.from <= {day}", f"({edge}.to IS NULL OR {day} < {edge}.to)")
    if link.interval and build.sight.past:
        return (f"{edge}.from <= {day_of(build.sight, regional)}",)
    if link.since and build.sight.past:
        declared = next(p for p in link.properties if p.name == link.since)
        return (f"{edge}.{link.since} <= {moment(build.sight, declared, regional)}",)
    return ()

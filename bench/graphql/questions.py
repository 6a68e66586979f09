"""The four questions, and what an answer to each must say whoever gives it.

Every contestant answers in its own shape; `Question.of[contestant]` turns it into the same plain
rows, so that they can be compared before anything is timed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

DOCUMENTS: Final = Path(__file__).parent / "documents"

Rows = list[list[Any]]
Normal = Callable[[Any], Rows]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `of` reads the rows out of each contestant's answer."""

    name: str
    ru: str
    of: dict[str, Normal]


def document(contestant: str, name: str) -> str:
    """A contestant's GraphQL document."""
    return (DOCUMENTS / contestant / f"{name}.graphql").read_text(encoding="utf-8")


def _nodes(connection: dict[str, Any]) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


def _school(row: dict[str, Any], municipality: dict[str, Any], region: dict[str, Any]) -> Rows:
    own = [row[name] for name in ("id", "name", "kind", "ownership")]
    return [[*own, municipality["name"], region["name"]]]


def _point_of_peer(data: Any) -> Rows:
    (row,) = data["schools"]
    (municipality,) = row["municipality"]
    (region,) = municipality["region"]
    return _school(row, municipality, region)


def _point(data: Any) -> Rows:
    row = data["school"]
    return _school(row, row["municipality"], row["municipality"]["region"])


def _tree(schools: list[Any], students: Callable[[Any], list[Any]]) -> Rows:
    return [
        [s["id"], s["name"], [[c["id"], c["grade"], c["gradeLetter"]] for c in students(s)]]
        for s in schools
    ]


def _gap(row: dict[str, Any], unit: str, kind: str) -> list[Any]:
    own = [row["id"], row["rule"], row["severity"].upper(), row["dueOn"], row["count"]]
    return [*own, unit, kind]


def _gaps_of_peer(data: Any) -> Rows:
    units = [row["at"][0] for row in data["gaps"]]
    pairs = zip(data["gaps"], units, strict=True)
    return [_gap(row, unit["id"], unit["__typename"]) for row, unit in pairs]


def _grades_of_peer(data: Any) -> Rows:
    counts = [(int(name[1:]), part["aggregate"]["count"]["nodes"]) for name, part in data.items()]
    return [[grade, count] for grade, count in sorted(counts) if count]


def _plain(data: Any) -> Rows:
    rows: Rows = data
    return rows


QUESTIONS: Final = (
    Question(
        "point",
        "одна школа и её регион",
        {
            "hand": _plain,
            "orientir": _point,
            "per_field": _point,
            "peer": _point_of_peer,
        },
    ),
    Question(
        "nested",
        "50 школ × 20 участников",
        {
            "hand": _plain,
            "orientir": lambda d: _tree(_nodes(d["schools"]), lambda s: _nodes(s["students"])),
            "per_field": lambda d: _tree(d["schools"], lambda s: s["students"]),
            "peer": lambda d: _tree(d["schools"], lambda s: s["students"]),
        },
    ),
    Question(
        "gaps",
        "50 пробелов по сроку",
        {
            "hand": _plain,
            "orientir": lambda d: [
                _gap(row, row["at"]["id"], row["at"]["__typename"]) for row in _nodes(d["gaps"])
            ],
            "per_field": lambda d: [
                _gap(row, row["at"]["id"], row["at"]["kind"]) for row in d["gaps"]
            ],
            "peer": _gaps_of_peer,
        },
    ),
    Question(
        "grades",
        "участники по классам",
        {
            "hand": _plain,
            "orientir": lambda d: sorted([row["grade"], row["count"]] for row in d["studentsBy"]),
            "per_field": lambda d: [[row["grade"], row["count"]] for row in d["studentsByGrade"]],
            "peer": _grades_of_peer,
        },
    ),
)

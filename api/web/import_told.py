"""Imports as the API tells them, read back into what pages show: summaries, rows, regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.form import as_moment
from imports.batch import (
    Candidate,
    Changed,
    Decision,
    Fate,
    Matched,
    RowProblem,
    RowView,
    State,
    Summary,
)

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """The region of an import."""

    id: str
    name: str
    zone: str


def place(told: Told) -> Place:
    """A region of an answer."""
    return Place(told["id"], told["name"], told["zone"])


def summary(told: Told) -> Summary:
    """An import as a whole; of a list it has no columns."""
    return Summary(
        id=told["id"],
        region=told["region"],
        kind=told["kind"],
        file=told["file"],
        sheet=told["sheet"],
        state=State[told["state"]],
        columns=tuple(Matched(**one) for one in told.get("columns", ())),
        header_row=told.get("headerRow", 0),
        counts={Fate[one["fate"]]: one["rows"] for one in told["counts"]},
        problems=tuple(RowProblem(**one) for one in told.get("problems", ())),
        total=told["total"],
        planned=told.get("planned", 0),
        written=told.get("written", 0),
        digest=told.get("digest", ""),
        read_at=as_moment(told["readAt"]),
        loaded_at=as_moment(told["loadedAt"]),
    )


def rows(connection: Told) -> Sequence[RowView]:
    """A page of an import's rows."""
    return [_row(edge["node"]) for edge in connection["edges"]]


def _row(told: Told) -> RowView:
    return RowView(
        told["number"],
        Fate[told["fate"]],
        tuple(told["cells"]),
        tuple(RowProblem(**one) for one in told["problems"]),
        tuple(Changed(**one) for one in told["changes"]),
        tuple(Candidate(**one) for one in told["candidates"]),
        Decision[told["decision"]] if told["decision"] else None,
        told["why"],
    )

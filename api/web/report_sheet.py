"""A report as a page shows it: a version as it was frozen, or what the graph says of a moment.

A version without figures, and a duty without a version, are told by the graph; that takes seconds
in a large region, so that such a page comes without its tables and asks for them afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import QueryParams
from starlette.requests import Request

from api.auth.viewer import Viewer
from api.errors import MissingError
from api.web import form
from api.web.asking import ask, nodes
from api.web.page import link
from api.web.report_words import Node, file_formats
from queries.rules import CATALOGUE

ROWS: Final = 100
"""How many rows of a table are on a page."""
GAPS: Final = 5
LIVE: Final = "live"
_HOME: Final = "/reports"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report's page: its duty, and its version unless there is none yet.

    `report` is what its tables say; None while it has to be asked for (`LIVE` in the address).
    `frozen`: the tables are the version's own.
    """

    duty: Node
    version: Node | None
    report: Node | None
    frozen: bool
    comments: list[dict[str, Any]]
    guard: int | None

    @property
    def base(self) -> str:
        """The address of its page."""
        if self.version is None:
            return duty_address(self.duty["id"])
        return version_address(self.version["id"])

    @property
    def versions(self) -> Sequence[Node]:
        """All versions of the report, the newest first."""
        return nodes(self.duty["reportVersions"])

    @property
    def previous(self) -> Node | None:
        """The version before this one."""
        if self.version is None:
            return None
        earlier = [one for one in self.versions if one["number"] < self.version["number"]]
        return earlier[0] if earlier else None

    @property
    def noted(self) -> set[tuple[str, str, str]]:
        """The numbers that have comments, as (part, column, row)."""
        return {(one["part"], one["column"], one["row"]) for one in self.comments}

    @property
    def is_newest(self) -> bool:
        """Whether no later version has taken the place of this one."""
        return self.version is None or self.version["number"] == self.versions[0]["number"]

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing of its own to tell, so that somebody has to say why."""
        if self.report is None:
            return False
        parts = self.report["all"]
        return not parts[0]["rowCount"] and not self.report["summary"]["fact"]["number"]

    @property
    def files(self) -> list[tuple[str, str]]:
        """(word, address) of each format it goes out in."""
        if self.frozen and self.version is not None:
            return [(word, f"{self.base}.{name}") for name, word in file_formats()]
        asked = {
            "region": self.duty["region"]["id"],
            "campaign": self.duty["campaign"]["id"],
            "from": self.duty["periodFrom"],
            "to": self.duty["periodTo"],
            "asOf": self.version["asOf"] if self.version else None,
        }
        path = f"{_HOME}/{self.duty['form']}"
        return [(word, link(f"{path}.{name}", **asked)) for name, word in file_formats()]


def version_address(id_: str) -> str:
    """The address of a version's page."""
    return f"{_HOME}/versions/{form.segment(id_)}"


def duty_address(id_: str) -> str:
    """The address of a report that a region owes."""
    return f"{_HOME}/duties/{form.segment(id_)}"


def paging(query: QueryParams) -> dict[str, Any]:
    """Which rows of which table: all tables from their beginning, or one from a cursor on."""
    part = query.get("part", "")
    after = query.get("after") if part else None
    return {"rows": ROWS, "one": bool(part), "part": part, "after": after}


async def version_sheet(request: Request, who: Viewer, id_: str) -> Sheet:
    """The sheet of a version; MissingError out of scope."""
    paged = paging(request.query_params)
    found = await ask(request, who, "reports/version", id=id_, **paged)
    version, node = found["reportEdition"], found["reportVersion"]
    if version is None or node is None:
        raise MissingError
    duty, report = node["duty"], version.pop("report")
    comments = nodes(node["comments"])
    frozen = report is not None
    if not frozen:
        report = await _live(request, who, duty, version["asOf"])
    return Sheet(duty, version, report, frozen, comments, node["version"])


async def duty_sheet(request: Request, who: Viewer, id_: str) -> Sheet:
    """The sheet of a report that has no version; MissingError out of scope."""
    duty = (await ask(request, who, "reports/duty", id=id_))["reportDuty"]
    if duty is None:
        raise MissingError
    report = await _live(request, who, duty, None)
    return Sheet(duty, None, report, frozen=False, comments=[], guard=None)


def as_known(duty: Node, as_of: str | None) -> dict[str, Any]:
    """The variables that ask for a duty's report as the graph says it of a moment."""
    return {
        "kind": duty["form"],
        "region": duty["region"]["id"],
        "campaign": duty["campaign"]["id"],
        "periodFrom": duty["periodFrom"],
        "periodTo": duty["periodTo"],
        "asOf": as_of,
    }


async def _live(request: Request, who: Viewer, duty: Node, as_of: str | None) -> Node | None:
    query = request.query_params
    if LIVE not in query and "part" not in query:
        return None
    asked = as_known(duty, as_of) | paging(query)
    report: Node | None = (await ask(request, who, "reports/live", **asked))["report"]
    return report


async def around(request: Request, who: Viewer, sheet: Sheet) -> dict[str, Any]:
    """What stands around a report: its term, gaps that distort it, the last accepted, changes."""
    duty, previous = sheet.duty, sheet.previous
    version = sheet.version["id"] if sheet.version else None
    compared = sheet.frozen and previous is not None
    found = await ask(
        request, who, "reports/around",
        campaign=duty["campaign"]["id"], region=duty["region"]["id"], kind=duty["form"],
        periodTo=duty["periodTo"], duty=duty["id"], rules=distorting(duty["form"]), gaps=GAPS,
        old={"version": previous["id"] if previous else None}, new={"version": version},
        compared=compared,
    )  # fmt: skip
    owed = next((one for one in found["owedReports"] if one["duty"] == duty["id"]), None)
    accepted = nodes(found["reportVersions"])
    comparison = found.get("compareReports")
    return {
        "owed": owed,
        "gaps": nodes(found["gaps"]),
        "gaps_total": found["gaps"]["totalCount"],
        "accepted": next((one for one in accepted if one["id"] != version), None),
        "changed": comparison["differences"]["count"] if comparison else None,
    }


def distorting(number: int) -> list[str]:
    """The rules whose gaps make numbers of this form wrong."""
    return [id_ for id_, rule in CATALOGUE.items() if number in rule.reports]

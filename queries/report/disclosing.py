"""Who may read what of a report: numbers by health in steps for all, others so for outsiders.

The report on impairments leaves `build_report` protected: nobody who asks this system is the school
itself. Source: clause 6.2.8; graph.policy.suppression.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from graph.policy.suppression import Audience, Sensitivity
from queries.report.hiding import Disclosure, hide
from queries.report.table import Column, Report

HEALTH_FORM: Final = 8
_GROUPS: Final = "groups"
_UNKNOWN: Final = "Не указано"
# Each is within the one before it; whatever joins or differs from them would tell more.
_TOLD: Final = frozenset(
    {"total", "registered", "stage_1", "stage_2", "stage_3", "all", "attended"}
)
_MAIN: Final = {1: "total", 2: "all", 3: "attended", 4: "attended", 5: "attended"}


def by_health_in_steps(report: Report) -> Report:
    """A region's report on impairments as anybody may read it."""
    part = report.part(_GROUPS)
    settled = frozenset((_GROUPS, column.key) for column in part.columns if column.children)
    # Who said nothing of their health is what the groups leave of a number that is known.
    residual = frozenset(
        (_GROUPS, line.key) for line in part.lines if line.cells[0].value == _UNKNOWN
    )
    disclosure = Disclosure(
        _sensitivity,
        report.period_from,
        settled=settled,
        residual=residual,
        main=("schools", "gave"),
    )
    return hide(report, Audience.RECORDS, disclosure)


def for_outsiders(report: Report, campaign_from: date, regional: Sequence[Report] = ()) -> Report:
    """The same report for publication: no number of children tells of fewer than a step.

    `campaign_from` is the day its campaign began; the country's needs the `regional` ones, made by
    this function.
    """
    if report.form == HEALTH_FORM:
        return report
    withheld = frozenset(
        (part.key, column.key)
        for part in report.parts
        for column in part.columns
        if column.children and column.key not in _TOLD
    )
    main = next(
        (
            (part.key, column.key)
            for part in report.parts
            for column in part.columns
            if column.key == _MAIN.get(report.form)
        ),
        None,
    )
    disclosure = Disclosure(_group, campaign_from, withheld=withheld, main=main)
    return hide(report, Audience.OUTSIDE, disclosure, regional)


def _sensitivity(part: str, column: Column) -> Sensitivity | None:
    return Sensitivity.HEALTH if part == _GROUPS and column.children else None


def _group(_part: str, column: Column) -> Sensitivity | None:
    return Sensitivity.GROUP if column.children else None

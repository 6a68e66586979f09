"""R25: reports not submitted, late, returned, or wrong. Source: clause 6.2."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.duties import FORMS, duty_id
from graph.demo.figures import total
from graph.demo.ledger import Entry
from graph.model.duty import ReportState
from graph.session import Row

# Last: what a report should have said is counted when nothing changes any more.
STEP = 3
_CASES = ("not_submitted", "submitted_late", "returned", "figures_differ")
_WRONG_BY = 7


def plant(build: Build) -> Iterator[Entry]:
    for number, case in enumerate(_CASES):
        # Other forms in every region: three apart, so that the four never meet.
        form = FORMS[(build.index + 3 * number) % len(FORMS)]
        duty = duty_id(build, form)
        version = f"{duty}:v1"
        if case == "not_submitted":
            build.network.drop("ReportVersion", version)
        else:
            _spoil(build, case, duty, build.network.node("ReportVersion", version))
        record = version if case == "figures_differ" else duty
        yield build.entry("R25", case, "ReportDuty", duty, [record])


def _spoil(build: Build, case: str, duty: str, row: Row) -> None:
    days = build.days
    if case == "submitted_late":
        late = days.at(days.worked(-13), 12)
        row |= {"as_of": late, "submitted_at": late, "accepted_at": days.at(days.worked(-11), 12)}
    elif case == "returned":
        row.pop("accepted_at")
        row |= {"state": ReportState.RETURNED.value, "return_reason": "не хватает двух школ"}
        row["returned_at"] = days.at(days.worked(-12), 12)
    else:
        row["total"] = (
            total(build, build.network.node("ReportDuty", duty), row["as_of"]) + _WRONG_BY
        )

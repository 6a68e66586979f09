"""R31: an alert that could be delivered to nobody. Source: clause 3.1.

The alert is of a request that nobody answered; that request is in the ledger too.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.duties import add_request
from graph.demo.ledger import Entry
from graph.demo.timeline import CAMPAIGN
from graph.model.gap import DeliveryState, GapState, Severity
from graph.session import Row

STEP = 1


def plant(build: Build) -> Iterator[Entry]:
    for _ in range(build.amount(0.05)):
        asked = build.days.worked(-9)
        request = add_request(build, asked, answered_after=None)
        yield build.entry("R24", "unanswered", "InformationRequest", request, [request])
        alert = _alert(build, _gap(build, request))
        yield build.entry("R31", "undelivered", "Alert", alert, [alert])


def _gap(build: Build, request: str) -> str:
    days = build.days
    opened = days.at(days.worked(-6), 6)
    row: Row = {"id": f"gap:{build.code}:{CAMPAIGN}:R24:unanswered:{request}", "rule": "R24"}
    row |= {"case": "unanswered", "severity": Severity.B.value, "state": GapState.OPEN.value}
    row |= {"count": 1, "population": 1, "due_on": days.worked(-7), "in_region": build.code}
    row |= {"due_source": "2 рабочих дня (п. 6.1)", "opened_at": opened, "seen_at": opened}
    row["known_from"] = opened
    row["at"] = {"id": request, "label": "InformationRequest"}
    return build.network.add("Gap", row)


def _alert(build: Build, gap: str) -> str:
    raised = build.network.node("Gap", gap)["opened_at"]
    alert = build.network.add(
        "Alert",
        {
            "id": f"{gap}:alert",
            "rule": "R24",
            "period": build.days.day_of(raised).isoformat(),
            "raised_at": raised,
            "gap": gap,
        },
    )
    row = {"id": f"{alert}:0", "step": 0, "channel": "email", "alert": alert, "attempts": 3}
    row |= {"state": DeliveryState.DEAD.value, "error": "нет адреса"}
    row["wanted_at"] = build.network.node("Alert", alert)["raised_at"]
    build.network.add("Delivery", row)
    return alert

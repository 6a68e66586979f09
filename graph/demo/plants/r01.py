"""R01: how the region's coordinator came to be. One case a region, the cases in turn.

Source: clauses 2.6, 4.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from graph.demo.build import Build
from graph.demo.ledger import Entry
from graph.demo.people import add_coordinator
from graph.demo.plants.turn import case_of
from graph.session import Row

STEP = 1
# "" leaves a region clean: most regions have a coordinator as the Order wants.
_TURNS = (
    *("steps_out_of_order", "two_active", "no_contract", "", "contract_ended", ""),
    *("not_approved", "", "no_letter", "", "no_coordinator", ""),
)


def plant(build: Build) -> Iterator[Entry]:
    case = case_of(build, _TURNS)
    if not case:
        return
    nomination = f"{build.coordinator}:nomination"
    record = build.code
    if case == "two_active":
        add_coordinator(build, f"{build.coordinator}:2")
    elif case == "no_coordinator":
        build.network.unlink("Person", "coordinates", build.coordinator, build.code)
    else:
        _break(build, case, build.network.node("Nomination", nomination))
    if case == "steps_out_of_order":
        record = nomination
    yield build.entry("R01", case, "Region", build.code, [record])


def _break(build: Build, case: str, row: Row) -> None:
    if case == "steps_out_of_order":
        row["approved_on"] = row["letter_date"] - timedelta(days=3)
    elif case == "contract_ended":
        row["contract_valid_until"] = build.days.ago(5)
    else:
        for name in _LACKS[case]:
            row.pop(name, None)


_CONTRACT = ("contract_number", "contract_signed_on", "contract_valid_until")
_LACKS = {
    "no_contract": _CONTRACT,
    "not_approved": (*_CONTRACT, "approved_on"),
    "no_letter": (*_CONTRACT, "approved_on", "letter_number", "letter_date"),
}

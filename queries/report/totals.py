"""The main number of each of the twelve reports as one expression. Source: clause 6.2.

Made of the forms' own figures: what a submitted report is compared with (rule R25) is what its
table was counted by.
"""

from __future__ import annotations

from typing import Final

from queries.measures.compiling import inside
from queries.report.forms import forms

_OF_DUTY: Final = {
    "as_of": "made_for",
    "day": "made_on",
    "from": "unit.period_from",
    "to": "unit.period_to",
}


def _total() -> str:
    cases = [
        f"WHEN {number} THEN {inside(form.main, **_OF_DUTY)}" for number, form in forms().items()
    ]
    return "\n  ".join(("CASE unit.form", *cases)) + "\nEND"


# Over `unit` (the duty), `made_for` (an instant) and `made_on` (its day in the region); needs
# $region, $campaign and $zone. Children count whether or not their names are still kept.
TOTAL: Final = _total()

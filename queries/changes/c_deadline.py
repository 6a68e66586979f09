"""A region's own term in place of the campaign's. Source: clauses 5.2–5.4, 6.2.

The newest holds, and those before it are kept: what was due on a past day can still be told.
"""

from __future__ import annotations

from queries.changes.declaration import CURATOR, change
from queries.changes.field import own, to
from queries.changes.making import creates
from queries.changes.refusing import RefusedError
from queries.changes.work import Work

LABEL = "Deadline"


def _one_way(work: Work) -> None:
    """Either so many units, or a day."""
    counted = {"amount", "unit"} & work.given.keys()
    if ("on_day" in work.given) == bool(counted) or len(counted) == 1:
        raise RefusedError("on_day", "Назначьте или день, или число с единицей.")


CHANGES = (
    change(
        "override_deadline",
        "6.2",
        "региону назначен свой срок кампании",
        CURATOR,
        LABEL,
        (
            *own(LABEL, "kind", "amount", "unit", "on_day"),
            to(LABEL, "campaign"),
            to(LABEL, "overrides_in", required=True),
        ),
        creates(LABEL, now=("set_at",)),
        checks=(_one_way,),
    ),
)

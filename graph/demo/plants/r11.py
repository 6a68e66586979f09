"""R11: venues whose documents are not with the operator before the first practicum.

Source: clause 5.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.ledger import Entry
from graph.demo.plants.facts import at_venue, used_venues

STEP = 2


def plant(build: Build) -> Iterator[Entry]:
    begun = [
        venue
        for venue in used_venues(build)
        if any(row["on_day"] <= build.days.today for row in at_venue(build, venue))
    ]
    for venue in build.claim(begun, build.amount(0.2)):
        package = build.network.node("Document", f"{venue}:package")
        for name in ("submitted_at", "accepted_at"):
            package.pop(name)
        yield build.entry("R11", "package_missing", "Venue", venue, [venue])

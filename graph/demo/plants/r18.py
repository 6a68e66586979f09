"""R18: active venues that no campaign is assigned to. Source: clause 5.4.1."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.ledger import Entry
from graph.demo.timeline import CAMPAIGN

STEP = 2


def plant(build: Build) -> Iterator[Entry]:
    for venue in build.claim(build.network.nodes["Venue"], build.amount(0.2)):
        build.network.unlink("Venue", "campaigns", venue, CAMPAIGN)
        yield build.entry("R18", "venue_without_campaign", "Venue", venue, [venue])

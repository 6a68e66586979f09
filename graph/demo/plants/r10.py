"""R10: venues without a licence, without confirmed requirements, without an employer's expert.

Source: clause 2.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from graph.demo.build import Build
from graph.demo.ledger import Entry
from graph.demo.plants.facts import at_venue, ids, used_venues

STEP = 2


def plant(build: Build) -> Iterator[Entry]:
    network = build.network
    for number, venue in enumerate(build.claim(used_venues(build), build.amount(0.15))):
        if number % 2:
            network.drop("Licence", f"{venue}:licence")
        else:
            licence = network.node("Licence", f"{venue}:licence")
            licence["valid_until"] = build.days.start - timedelta(days=1)
            yield build.entry("R10", "licence_ended", "Venue", venue, [venue])
        yield build.entry("R10", "no_licence", "Venue", venue, ids(at_venue(build, venue)))
    for venue in build.claim(network.nodes["Venue"], build.amount(0.2)):
        network.node("Venue", venue).pop("requirements_confirmed_on")
        yield build.entry("R10", "requirements_unconfirmed", "Venue", venue, [venue])
    for venue in build.claim(network.nodes["Venue"], build.amount(0.2)):
        (expert,) = network.to_target("Person", "expert_at", venue)
        network.unlink("Person", "expert_at", expert["source"], venue)
        yield build.entry("R10", "no_employer_expert", "Venue", venue, [venue])

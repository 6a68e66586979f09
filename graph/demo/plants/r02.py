"""R02: regions without a curator, authorities and venues without a contact person.

Source: clauses 2.15, 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.country import curator_id
from graph.demo.ledger import Entry
from graph.demo.plants.turn import case_of

STEP = 1
_TURNS = ("", "no_authority_contact", "", "", "no_curator", "", "", "", "")


def plant(build: Build) -> Iterator[Entry]:
    case, network = case_of(build, _TURNS), build.network
    if case == "no_curator":
        network.unlink("Person", "curates", curator_id(build.plan, build.index), build.code)
        yield build.entry("R02", case, "Region", build.code, [build.code])
    if case == "no_authority_contact":
        contact = f"{build.code}:authority-contact"
        network.unlink("Person", "contact_of", contact, build.authority)
        yield build.entry("R02", case, "Region", build.code, [build.authority])
    for venue in build.claim(network.nodes["Venue"], build.amount(0.3)):
        (link,) = network.to_target("Person", "contact_of", venue)
        network.unlink("Person", "contact_of", link["source"], venue)
        yield build.entry("R02", "no_venue_contact", "Venue", venue, [venue])

"""R20: practicums held before the venue's contract, contracts unsigned. Source: clause 5.4.4."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from graph.demo.build import Build
from graph.demo.ledger import Entry
from graph.demo.plants.facts import at_venue, ids, used_venues

STEP = 2


def plant(build: Build) -> Iterator[Entry]:
    begun = [venue for venue in used_venues(build) if _held(build, venue)]
    for number, venue in enumerate(build.claim(begun, build.amount(0.25))):
        unsigned = _never_sign(build, venue, lost=number % 3 == 2)
        yield build.entry("R20", "unsigned_when_due", "Venue", venue, [unsigned])
        yield build.entry("R20", "held_before_contract", "Venue", venue, _held(build, venue))
    for venue in build.claim(begun, build.amount(0.2)):
        signed = _sign_late(build, venue)
        before = _held(build, venue, signed)
        yield build.entry("R20", "held_before_contract", "Venue", venue, before)
    yield from _ended(build)


def _ended(build: Build) -> Iterator[Entry]:
    """All that was held was held in time; the contract has run out since."""
    last = {venue: _last_held(build, venue) for venue in used_venues(build)}
    over = [venue for venue, day in last.items() if day is not None and day < build.days.today]
    for venue in build.claim(over, build.amount(0.1)):
        contract = build.network.node("VenueContract", f"{venue}:contract")
        contract["valid_until"] = last[venue]
        yield build.entry("R20", "contract_ended", "Venue", venue, [contract["id"]])


def _last_held(build: Build, venue: str) -> date | None:
    return max((r["on_day"] for r in at_venue(build, venue) if "held_at" in r), default=None)


def _held(build: Build, venue: str, before: date = date.max) -> list[str]:
    return ids(r for r in at_venue(build, venue) if "held_at" in r and r["on_day"] < before)


def _never_sign(build: Build, venue: str, *, lost: bool) -> str:
    """The contract lies unsigned, or there is none; the record that a gap counts."""
    contract = f"{venue}:contract"
    if lost:
        build.network.drop("VenueContract", contract)
        return venue
    for name in ("signed_on", "valid_until"):
        build.network.node("VenueContract", contract).pop(name)
    return contract


def _sign_late(build: Build, venue: str) -> date:
    first: date = min(r["on_day"] for r in at_venue(build, venue) if "held_at" in r)
    signed = min(first + timedelta(days=4), build.days.today)
    build.network.node("VenueContract", f"{venue}:contract")["signed_on"] = signed
    return signed

"""What narrows a list, read from its address: a region, words searched for, whose day it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from starlette.requests import Request

from api.auth.viewer import Viewer
from api.web import form
from api.web.choice import LONGEST_SEARCH, Condition
from graph.data.region import regions


def region_of(request: Request, who: Viewer) -> str:
    """The region an address names; the viewer's only one if it names none; else ""."""
    only = next(iter(who.actor.regions)) if has_one_region(who) else ""
    return request.query_params.get("region", "")[:LONGEST_SEARCH] or only


def has_one_region(who: Viewer) -> bool:
    """Whether there is no region to choose."""
    return not who.actor.everything and len(who.actor.regions) == 1


def counted_at_once(request: Request, who: Viewer, region: str) -> bool:
    """Whether numbers above a list are counted with it.

    Of the whole country the list is shown first: counting takes longer than it. The page then asks
    for them beside (`later` in records.html).
    """
    return bool(region) or not who.actor.everything or "counted" in request.query_params


def zone_of(region: str) -> str:
    """The time zone of a region; Moscow's of none or of all."""
    return _zones().get(region, form.MOSCOW)


def today(who: Viewer, region: str) -> date:
    """The day it is where the list is of."""
    return form.local(who.now, zone_of(region)).date()


def any_true(*conditions: Condition) -> Condition:
    """The filter of what meets one of these at least."""
    return {"or": list(conditions)}


def within(region: str) -> Condition | None:
    """The condition that something is of this region."""
    return {"regionId": {"eq": region}} if region else None


def told_filters(*pairs: tuple[str, str]) -> Sequence[tuple[str, str]]:
    """The filters that say something, for the head of a file."""
    return [(word, value) for word, value in pairs if value]


def name_of(known: Iterable[Mapping[str, Any]], identity: str) -> str:
    """The name of the one with this id among those known; the id itself if it is not."""
    return next((one["name"] for one in known if one["id"] == identity), identity)


@cache
def _zones() -> dict[str, str]:
    return {one.iso_code: one.iana_tz for one in regions()}

"""Reports to be given away: of a region or of the country, whole or for publication.

Reads each region in a transaction of its own: the country's report takes minutes, and every moment
of it is the same moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Final, LiteralString

from graph.errors import InputError
from graph.session import Graph, Reader
from queries.report.building import Asked, build_report, frame_of
from queries.report.country import CAPITAL, of_country, totals_only
from queries.report.disclosing import for_outsiders
from queries.report.forms import form_of
from queries.report.table import COUNTRY, Place, Report
from queries.report.versions import asked_again
from queries.scope import Actor

PLACES: Final[LiteralString] = """
MATCH (r:Region)
WHERE ($scope_all OR r.region IN $scope_regions) AND ($region IS NULL OR r.id = $region)
RETURN r.id AS id, r.name AS name, r.zone AS zone
ORDER BY name, id
"""

RUSSIA: Final = Place(COUNTRY, "Российская Федерация", CAPITAL)

When = Callable[[str], datetime]
"""The moment (UTC) in a zone: a day ends in each region by its own clock."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report: as queries.report.building.Asked, its moment yet to be told by a zone.

    `public`: no number of children tells of fewer than a step.
    """

    form: int
    when: When
    campaign: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    public: bool = False

    def asked(self, place: Place) -> Asked:
        """The report of this region."""
        days = self.period_from, self.period_to
        return Asked(self.form, place.id, self.when(place.zone), self.campaign, *days)


@dataclass(frozen=True, slots=True)
class Regional:
    """A region's report: `whole`, and as it is `told`; the same unless it is for publication."""

    whole: Report
    told: Report
    campaign_from: date

    def totals(self) -> Regional:
        """What the country's report needs of it; little, however many rows there are."""
        return replace(self, whole=totals_only(self.whole), told=totals_only(self.told))


async def places(reader: Reader, actor: Actor, region: str | None = None) -> list[Place]:
    """The regions that an actor sees, by name; only the one of this id, if given."""
    rows = await reader.rows(PLACES, actor.parameters(region=region))
    return [Place(**row) for row in rows]


async def regional(reader: Reader, wanted: Wanted, place: Place) -> Regional:
    """A region's report; InputError as build_report. The viewer must see the region: see places."""
    whole = await build_report(reader, wanted.asked(place))
    begins = await _campaign_from(reader, whole)
    told = for_outsiders(whole, begins) if wanted.public else whole
    return Regional(whole, told, begins)


async def for_publication(reader: Reader, report: Report) -> Report:
    """A region's report that was made before, as a frozen version, for publication."""
    return for_outsiders(report, await _campaign_from(reader, report))


def country(wanted: Wanted, made: Iterable[Regional]) -> Report:
    """The country's report of its regions'; InputError if there are none."""
    regions = list(made)
    if not regions:
        raise InputError("Ни в одном регионе ещё не началась кампания: отчёта нет.")
    joined = of_country(form_of(wanted.form), [one.whole for one in regions])
    whole = replace(joined, as_of=wanted.when(CAPITAL))
    if not wanted.public:
        return whole
    begins = min(one.campaign_from for one in regions)
    return for_outsiders(whole, begins, [one.told for one in regions])


async def country_read(graph: Graph, wanted: Wanted, of: Iterable[Place]) -> Report:
    """The country's report of these regions, read one after another, keeping only totals.

    A region that takes no part in the campaign owes nothing.
    """
    made = []
    for place in of:
        try:
            one = await graph.read(partial(regional, wanted=wanted, place=place))
        except InputError:
            continue
        made.append(one.totals())
    return country(wanted, made)


async def _campaign_from(reader: Reader, report: Report) -> date:
    """The first day of the report's campaign."""
    asked = replace(asked_again(report, report.as_of), period_from=None, period_to=None)
    return (await frame_of(reader, asked)).period_from

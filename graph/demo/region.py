"""One region from its schools to its reports, and then what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.consents import consents
from graph.demo.duties import duties
from graph.demo.figures import finish
from graph.demo.ledger import Entry
from graph.demo.people import office
from graph.demo.plan import Plan, quotas
from graph.demo.plants import plant_all
from graph.demo.practicums import practicums
from graph.demo.schedule import schedule
from graph.demo.schools import navigators, schools
from graph.demo.students import students
from graph.demo.testing import testing


def builds(plan: Plan) -> Iterator[Build]:
    """The regions of a plan, empty, in its order."""
    sizes = quotas(plan)
    largest = max(sizes, key=lambda code: (sizes[code], code))
    for index, region in enumerate(plan.regions):
        size = sizes[region.iso_code]
        yield Build(plan, region, index, size, largest=region.iso_code == largest)


def make(build: Build) -> list[Entry]:
    """Fill a region with its rows; the violations planted in it."""
    office(build)
    sizes = schools(build)
    students(build, sizes, navigators(build))
    consents(build)
    schedule(build)
    practicums(build)
    testing(build)
    duties(build)
    entries = plant_all(build) if build.plan.planted else []
    finish(build)
    return entries

"""R26: impairment groups without an adapted practicum, schools that gave no data.

Source: clause 6.2.8.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.data import UNKNOWN_IMPAIRMENT, impairment_groups
from graph.demo.build import Build
from graph.demo.country import group_id
from graph.demo.ledger import Entry
from graph.demo.plants.facts import free_schools
from graph.demo.students import used_groups
from graph.demo.timeline import CAMPAIGN

STEP = 2


def plant(build: Build) -> Iterator[Entry]:
    impaired = {student for student, _ in build.network.links["Student", "impairments"]}
    known = {group_id(g.code) for g in impairment_groups() if g != UNKNOWN_IMPAIRMENT}
    group = min(known - set(used_groups(build)))
    pupils = build.claim_pupils(lambda p: p.id not in impaired, build.amount(0.5))
    for pupil in pupils:
        build.network.link("Student", "impairments", pupil.id, group)
    if pupils:
        yield build.entry("R26", "group_without_practicum", "ImpairmentGroup", group, [group])
    for school in free_schools(build, build.amount(0.3)):
        part = build.network.links["School", "campaigns"][school, CAMPAIGN]
        part["impairments_reported_at"] = None
        yield build.entry("R26", "school_gave_no_data", "School", school, [school])

"""R27: needs of training that nothing met for a month. Source: clause 6.2.11."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.duties import add_need
from graph.demo.ledger import Entry

STEP = 1


def plant(build: Build) -> Iterator[Entry]:
    for number in range(build.amount(0.1)):
        need = add_need(build, build.days.ago(35 + number % 10))
        yield build.entry("R27", "need_unmet", "TrainingNeed", need, [need])

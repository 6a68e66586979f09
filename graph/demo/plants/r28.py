"""R28: citizens' appeals with the coordinator's draft late. Source: clause 6.3."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.duties import add_appeal
from graph.demo.ledger import Entry

STEP = 1


def plant(build: Build) -> Iterator[Entry]:
    for case, received, after in (("draft_overdue", -12, None), ("draft_sent_late", -20, 8)):
        for number in range(build.amount(0.1)):
            appeal = add_appeal(build, build.days.worked(received - number % 5), after)
            yield build.entry("R28", case, "Appeal", appeal, [appeal])

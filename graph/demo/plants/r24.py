"""R24: the curator's requests unanswered or answered late. Source: clauses 6.1, 3.3."""

from __future__ import annotations

from collections.abc import Iterator

from graph.demo.build import Build
from graph.demo.duties import add_request
from graph.demo.ledger import Entry

STEP = 1


def plant(build: Build) -> Iterator[Entry]:
    for case, asked, after in (("unanswered", -6, None), ("answered_late", -14, 5)):
        for number in range(build.amount(0.1)):
            request = add_request(build, build.days.worked(asked - number % 5), after)
            yield build.entry("R24", case, "InformationRequest", request, [request])

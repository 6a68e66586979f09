"""Documents that go to the operator: a venue's package, a practicum's financial document.

Each submission is a document of its own, so that what was submitted on a past day can still be
told; a financial document carries on how often those before it were returned.
"""

from __future__ import annotations

from typing import LiteralString

from graph.model.practicum import DocumentKind
from graph.session import Row
from queries.changes.declaration import COORDINATOR, CURATOR, Change, Check, change
from queries.changes.field import own, subject, to
from queries.changes.making import Fill, absent, changes, creates, present
from queries.changes.refusing import StepError
from queries.changes.work import Work

LABEL = "Document"

EARLIER: LiteralString = """
MATCH (p:Practicum {id: $practicum})<-[:CONCERNS]-(d:Document {kind: 'finance'})
WHERE ($scope_all OR p.region IN $scope_regions) AND d.region = p.region
SET d.id = d.id
WITH d
RETURN max(coalesce(d.returned_times, 0)) AS returned,
  sum(CASE WHEN d.submitted_at IS NOT NULL
    AND d.returned_at IS NULL THEN 1 ELSE 0 END) AS standing
"""


async def _again(work: Work) -> Row:
    """How often the practicum's documents were returned; one under review stands in the way."""
    asked = work.actor.parameters(practicum=work.must("concerns").id)
    row = await work.writer.single(EARLIER, asked)
    if row["standing"]:
        raise StepError("concerns", "Документ этого практикума уже передан и не возвращён.")
    return {"returned_times": row["returned"]} if row["returned"] else {}


async def _counted(work: Work) -> Row:
    return {"returned_times": (work.subject.fields.get("returned_times") or 0) + 1}


def _is(kind: DocumentKind) -> Check:
    def check(work: Work) -> None:
        if work.subject.fields.get("kind") != kind.value:
            raise StepError("id", "Это документ другого вида.")

    return check


_STANDING = (
    present("submitted_at", "Документ ещё не передан Союзу."),
    absent("accepted_at", "Документ уже принят."),
    absent("returned_at", "Документ уже возвращён: дождитесь нового."),
)


def _submit(
    name: str, clause: str, title: str, kind: DocumentKind, fill: Fill | None = None
) -> Change:
    package = kind is DocumentKind.PACKAGE
    target = "Venue" if package else "Practicum"
    fields = (to(LABEL, "concerns", labels=target), *own(LABEL, "number"))
    if not package:
        fields += own(LABEL, "children_in_act", required=True)
    apply = creates(LABEL, now=("submitted_at",), kind=kind.value, fill=fill)
    return change(name, clause, title, COORDINATOR, LABEL, fields, apply)


def _accept(name: str, clause: str, title: str, kind: DocumentKind) -> Change:
    apply = changes(LABEL, now=("accepted_at",))
    checks = (_is(kind), *_STANDING)
    return change(name, clause, title, CURATOR, LABEL, (subject(LABEL),), apply, checks=checks)


CHANGES = (
    _submit("submit_package", "5.3.1", "пакет документов площадки передан Союзу",
            DocumentKind.PACKAGE),
    _accept("accept_package", "5.3.1", "пакет документов площадки принят", DocumentKind.PACKAGE),
    _submit("submit_finance", "5.3.7", "финансовый документ передан Союзу",
            DocumentKind.FINANCE, _again),
    change(
        "return_finance",
        "5.3.7",
        "финансовый документ возвращён",
        CURATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "return_reason", required=True)),
        changes(LABEL, now=("returned_at",), fill=_counted),
        checks=(_is(DocumentKind.FINANCE), *_STANDING),
    ),
    _accept("accept_finance", "5.3.7", "финансовый документ принят", DocumentKind.FINANCE),
)  # fmt: skip

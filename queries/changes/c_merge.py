"""One person's two records made one, two again, or said to be two people.

Only records of the maker's own regions: what belongs elsewhere too, or lets somebody in, is refused
in one and the same words, so that they tell nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, LiteralString

from graph.declaration import Kind, Property
from graph.model.merging import PEOPLE
from graph.writing import write_links
from queries.changes.consenting import unless_stopped
from queries.changes.declaration import COORDINATOR, Apply, Change, change
from queries.changes.field import Field, Place, ref, subject
from queries.changes.reading import Known
from queries.changes.refusing import NoRecordError, RefusedError, StepError
from queries.changes.work import Work
from queries.merging.uniting import unite
from queries.merging.whole import Edge, Whole, links_to, read_whole
from queries.merging.writing import MERGED, changed_since, merged, write_merge, write_separation

# Roles that the operator gives, an account that would pass on, anything of another region.
BEYOND: LiteralString = """
MATCH (n:Person) WHERE n.id IN $ids
RETURN any(one IN collect(
  EXISTS { (n)-[:WORKS_FOR|CURATES]->() }
  OR (n.id = $other AND EXISTS { (n)<-[:ACCOUNT_OF]-() })
  OR EXISTS { MATCH (n)--(near) WHERE NOT $scope_all AND NOT near.region IN $scope_regions }
) WHERE one) AS beyond
"""

# Where two records of an adult, who is of no region, are known.
REGIONS: LiteralString = """
MATCH (n:Person)--(near) WHERE n.id IN $ids AND near.region IN $scope_regions
RETURN DISTINCT near.region AS region ORDER BY region LIMIT 1
"""

_SAME_RECORD: Final = "Это одна и та же запись."
_BEYOND: Final = "Эти записи может объединить только федеральный оператор: обратитесь к куратору."
_MERGED_ID: Final = Field(
    "merged",
    "присоединённая запись",
    Property("merged", Kind.TEXT, "присоединённая запись"),
    required=True,
    place=Place.OTHER,
)


def _sources(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels whose links may come to lead elsewhere."""
    return tuple(sorted({link.source for label in labels for link in links_to(label)}))


async def _merge(work: Work) -> None:
    kept, other = work.subject, work.must("other")
    region = await _region_of(work, kept, other)
    mine, theirs = await _read(work, kept), await _read(work, other)
    plan = unite(mine, theirs)
    work.touch(kept.label, kept.id, other.id)
    await _touch_sources(work, [*plan.moved, *(now for _, now in plan.replaced)], theirs)
    work.touch(MERGED, other.id)
    await write_merge(work.writer, mine, theirs, plan, region, work.at)


async def _region_of(work: Work, kept: Known, other: Known) -> str:
    """The region that a merge is of. RefusedError if these two may not be merged."""
    if kept.id == other.id:
        raise RefusedError("other", _SAME_RECORD)
    if kept.region != other.region:
        raise RefusedError("other", "Записи разных регионов не объединяют: исправьте регион.")
    if kept.label != "Person":
        return kept.region
    asked = work.actor.parameters(ids=[kept.id, other.id], other=other.id)
    regions = await work.writer.rows(REGIONS, asked)
    if (await work.writer.single(BEYOND, asked))["beyond"] or not regions:
        raise RefusedError("other", _BEYOND)
    return str(regions[0]["region"])


async def _read(work: Work, record: Known) -> Whole:
    found = await read_whole(work.writer, record.label, record.id)
    if found is None:
        raise NoRecordError("id")
    return found


async def _touch_sources(work: Work, edges: Iterable[Edge], other: Whole) -> None:
    """Records whose own links come to lead elsewhere are changed, too."""
    inwards = [edge for edge in (*edges, *other.edges) if not edge.outwards]
    for label in sorted({edge.label for edge in inwards}):
        ids = sorted({edge.id for edge in inwards if edge.label == label})
        await work.know(label, ids)
        work.touch(label, *ids)


async def _separate(work: Work) -> None:
    kept = await _read(work, work.subject)
    id_ = str(work.given["merged"])
    merge = await merged(work.writer, kept, id_)
    if merge is None:
        raise NoRecordError("merged")
    if problems := changed_since(kept, merge.plan):
        told = ", ".join(sorted(set(problems)))
        raise StepError("merged", f"Разъединить нельзя, после объединения изменилось: {told}.")
    work.touch(kept.label, kept.id, id_)
    await _touch_sources(work, [now for _, now in merge.plan.replaced], merge.other)
    await work.know(MERGED, [id_])
    work.touch(MERGED, id_)
    await write_separation(work.writer, kept, merge)


async def _say_different(work: Work) -> None:
    one, other = work.subject, work.must("other")
    if one.label != other.label:
        raise NoRecordError("other")
    if one.id == other.id:
        raise RefusedError("other", _SAME_RECORD)
    said = [(one, other.id), (other, one.id)]
    if any(link["id"] == id_ for known, id_ in said for link in known.links("different_from")):
        raise StepError("other", "Уже сказано, что это разные люди.")
    work.touch(one.label, one.id)
    row = {"source": one.id, "target": other.id, "said_at": work.at}
    await write_links(work.writer, one.label, "different_from", [row])


def _merging(name: str, label: str, title: str, apply: Apply = _merge) -> Change:
    fields = (subject(label), ref("other", label, "запись, которая станет частью первой"))
    also = (*_sources((label,)), MERGED)
    return change(
        name, "2.7", title, COORDINATOR, label, fields, apply, also=also, touches=(label,)
    )


CHANGES = (
    _merging(
        "merge_students",
        "Student",
        "две записи участника объединены",
        unless_stopped("id", unless_stopped("other", _merge)),
    ),
    _merging("merge_people", "Person", "две записи взрослого объединены"),
    _merging("merge_mentors", "Mentor", "две записи наставника объединены"),
    change(
        "separate_merged",
        "2.7",
        "объединённые записи разъединены",
        COORDINATOR,
        MERGED,
        (subject(" ".join(PEOPLE)), _MERGED_ID),
        _separate,
        also=(*PEOPLE, *_sources(PEOPLE)),
        touches=PEOPLE,
    ),
    change(
        "say_different",
        "2.7",
        "сказано, что это разные люди",
        COORDINATOR,
        "Student",
        (
            subject(" ".join(PEOPLE)),
            ref("other", " ".join(PEOPLE), "запись другого человека"),
        ),
        _say_different,
        also=("Person", "Mentor"),
        touches=("DIFFERENT_FROM",),
    ),
)

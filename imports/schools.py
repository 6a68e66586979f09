"""A checked list of schools into the graph: compare first, write all of it or nothing.

`compare` only reads and says what would happen; `load` does exactly that in one transaction. The
same files again change nothing: rows are found by the register's number.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph.errors import InputError
from graph.identity import UNKNOWN_MUNICIPALITY, municipality_id, school_id
from graph.session import Reader, Row, Writer
from graph.writing import detach, write_links, write_nodes
from imports.check import CheckedSheet
from imports.kinds.school_list import SchoolRow
from queries.audit.writing import BY_COMMAND, record
from queries.changes.versions import bump

REGION = "MATCH (r:Region {id: $region}) RETURN r.name AS name"

KNOWN = """
UNWIND $ids AS id
MATCH (s:School {id: id})-[:LOCATED_IN]->(m:Municipality)
RETURN s {.id, .name, .register_id, .address, .kind, .ownership, .subordination,
  .latitude, .longitude, municipality: m.id} AS school
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What loading would do, counted in rows; `changed` are the rows to write."""

    region: str
    sha256: str
    municipalities: tuple[Row, ...]
    changed: tuple[Row, ...]
    moved: tuple[str, ...]
    created: int
    updated: int
    unchanged: int
    skipped: int
    errors: int

    def counts(self) -> dict[str, int]:
        """The five numbers of every import, under their Russian names."""
        return {
            "создано": self.created,
            "обновлено": self.updated,
            "без изменений": self.unchanged,
            "пропущено": self.skipped,
            "ошибок": self.errors,
        }


def fingerprint(paths: Sequence[Path]) -> str:
    """One sha256 of the files' contents, whatever their names and order."""
    each = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return hashlib.sha256("".join(each).encode()).hexdigest()


async def compare(
    reader: Reader, region: str, sheet: CheckedSheet[SchoolRow], sha256: str
) -> Comparison:
    """What loading this sheet into a region would do. InputError for an unknown region."""
    if not await reader.rows(REGION, {"region": region}):
        raise InputError(f"Нет региона с кодом {region}. Список: orientir scan --list.")
    rows = [_school(region, row.value) for row in sheet.loadable]
    found = await reader.rows(KNOWN, {"ids": [row["id"] for row in rows]})
    known: dict[str, Row] = {row["school"]["id"]: row["school"] for row in found}
    changed = tuple(row for row in rows if _differs(row, known.get(row["id"])))
    fates = Counter("updated" if row["id"] in known else "created" for row in changed)
    return Comparison(
        region,
        sha256,
        tuple(_municipalities(region, sheet)),
        changed,
        tuple(r["id"] for r in changed if _moved(r, known.get(r["id"]))),
        created=fates["created"],
        updated=fates["updated"],
        unchanged=len(rows) - len(changed),
        skipped=sum(sheet.records_by_file.values()) - len(rows),
        errors=len(sheet.errors),
    )


async def load(writer: Writer, comparison: Comparison, at: datetime, by: str = BY_COMMAND) -> None:
    """Write what `compare` said, and the batch it came by; nothing if nothing changes.

    `by` is whose doing the audit calls it.
    """
    if not comparison.changed:
        return
    region = comparison.region
    batch = batch_id(region, comparison.sha256)
    await write_nodes(writer, "Municipality", comparison.municipalities)
    await detach(writer, "School", "municipality", comparison.moved)
    await write_nodes(writer, "School", comparison.changed)
    row = _batch(batch, comparison, at)
    await write_nodes(writer, "ImportBatch", [row])
    came = [{"source": school["id"], "target": batch} for school in comparison.changed]
    await write_links(writer, "School", "imports", came)
    await bump(writer, [("School", school["id"]) for school in comparison.changed])
    told = {name: row[name] for name in ("sha256", "created", "updated", "unchanged")}
    await record(writer, by, at, "import_schools", "ImportBatch", batch, region, after=told)


def batch_id(region: str, sha256: str) -> str:
    """The id of the load of these files into a region: the same files are the same load."""
    return f"{region}:schools:{sha256}"


def _school(region: str, row: SchoolRow) -> Row:
    return {
        "id": school_id(region, row.global_id),
        "name": row.name,
        "register_id": row.global_id,
        "address": row.address,
        "kind": row.kind,
        "ownership": row.ownership,
        "subordination": row.submission,
        "latitude": None if row.lat is None else float(row.lat),
        "longitude": None if row.lon is None else float(row.lon),
        "municipality": municipality_id(region, row.rayon or UNKNOWN_MUNICIPALITY),
    }


def _municipalities(region: str, sheet: CheckedSheet[SchoolRow]) -> list[Row]:
    """Each named once; one that lies in several okrugs keeps the first, in the files' order."""
    okrugs: dict[str, str | None] = {}
    for row in sheet.loadable:
        okrugs.setdefault(row.value.rayon or UNKNOWN_MUNICIPALITY, row.value.okrug)
    return [
        {
            "id": municipality_id(region, name),
            "name": name,
            "district": None if name == UNKNOWN_MUNICIPALITY else okrug,
            "in_region": region,
        }
        for name, okrug in okrugs.items()
    ]


def _differs(row: Row, known: Row | None) -> bool:
    return known is None or any(known[name] != value for name, value in row.items())


def _moved(row: Row, known: Row | None) -> bool:
    return known is not None and known["municipality"] != row["municipality"]


def _batch(id_: str, comparison: Comparison, at: datetime) -> Row:
    return {
        "id": id_,
        "kind": "school_list",
        "sha256": comparison.sha256,
        "loaded_at": at,
        "created": comparison.created,
        "updated": comparison.updated,
        "unchanged": comparison.unchanged,
        "in_region": comparison.region,
    }

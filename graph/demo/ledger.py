"""The ledger: what a demo network breaks on purpose, and where; the answer key of every rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import orjson


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit that breaks one case of a rule; `records` are the ids of what is wrong there."""

    rule: str
    case: str
    region: str
    unit_label: str
    unit_id: str
    records: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return (self.rule, self.case, self.region, self.unit_label, self.unit_id)


@dataclass(slots=True)
class Ledger:
    """Entries by case and unit; two entries of one case and unit become one."""

    seed: int
    moment: datetime
    students: int
    regions: tuple[str, ...]
    _records: dict[tuple[str, str, str, str, str], set[str]] = field(default_factory=dict)

    def extend(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._records.setdefault(entry.key, set()).update(entry.records)

    @property
    def entries(self) -> list[Entry]:
        """All entries in the order of rule, case, region and unit; records in order too."""
        return [Entry(*key, tuple(sorted(self._records[key]))) for key in sorted(self._records)]

    def cases(self) -> dict[str, int]:
        """How many units break each case, by «R04.no_navigator»."""
        counts: dict[str, int] = {}
        for rule, case, *_ in sorted(self._records):
            counts[f"{rule}.{case}"] = counts.get(f"{rule}.{case}", 0) + 1
        return counts

    def json(self) -> bytes:
        """The same bytes for the same plan."""
        value = {
            "seed": self.seed,
            "moment": self.moment,
            "students": self.students,
            "regions": self.regions,
            "entries": [_plain(entry) for entry in self.entries],
        }
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z) + b"\n"

    def write(self, file: Path) -> None:
        """Write the JSON, replacing what was there in one step."""
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(file.name + ".new")
        fresh.write_bytes(self.json())
        fresh.replace(file)


def _plain(entry: Entry) -> dict[str, object]:
    return {
        "rule": entry.rule,
        "case": entry.case,
        "region": entry.region,
        "unit_label": entry.unit_label,
        "unit_id": entry.unit_id,
        "records": entry.records,
        "count": len(entry.records),
    }

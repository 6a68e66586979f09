"""The 85 regions: codes, names, federal district, time zone."""

from functools import cache
from typing import NamedTuple

from graph.data.table import records

# The register abbreviates the kind of a region; people read it in full.
_STARTS = {"Респ ": "Республика ", "г ": ""}
_ENDS = {
    " Аобл": " автономная область",
    " АО": " автономный округ",
    " обл": " область",
    " Респ": " Республика",
}
_INSIDE = {"/Якутия/": "(Якутия)", " - ": " — ", "Автономный округ": "автономный округ"}


class RegionRow(NamedTuple):
    """One region; `iso_code` is its key everywhere, all codes are text with their leading zeros.

    `name` is the register's form («Респ Татарстан»), `display_name` is for people.
    """

    iso_code: str
    code: str
    name: str
    display_name: str
    federal_district: str
    iana_tz: str
    okato: str
    oktmo: str
    fias_id: str


def display_name(name: str) -> str:
    """A region's name as people write it: «Респ Татарстан» → «Республика Татарстан»."""
    for short, full in _STARTS.items():
        name = full + name.removeprefix(short) if name.startswith(short) else name
    for short, full in _ENDS.items():
        name = name.removesuffix(short) + full if name.endswith(short) else name
    for short, full in _INSIDE.items():
        name = name.replace(short, full)
    return name


@cache
def regions() -> tuple[RegionRow, ...]:
    """The 85 regions in the order of their codes."""
    return tuple(
        RegionRow(
            iso_code=record["iso_code"],
            code=record["code"],
            name=record["name"],
            display_name=display_name(record["name"]),
            federal_district=record["federal_district"],
            iana_tz=record["iana_tz"],
            okato=record["okato"],
            oktmo=record["oktmo"],
            fias_id=record["fias_id"],
        )
        for record in records("regions_85_iana.csv")
    )

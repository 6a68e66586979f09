"""The 1,117 cities: name, region, population, place on the map."""

from functools import cache
from typing import NamedTuple

from graph.data.region import regions
from graph.data.table import records


class CityRow(NamedTuple):
    """One city; `region` is the ISO code of its region, `population` people, degrees for the rest.

    `kladr_id`, `fias_id` and `oktmo` are text: many of them begin with zero.
    """

    region: str
    name: str
    population: int
    lat: float
    lon: float
    oktmo: str
    kladr_id: str
    fias_id: str


@cache
def cities() -> tuple[CityRow, ...]:
    """All cities in the source's order.

    The region is told by the first two digits of the KLADR id, which are the region's code: all
    1,117 rows join by it without an exception, while the OKTMO prefix of a region that contains
    another one (Архангельская область and Ненецкий автономный округ) is ambiguous.
    """
    iso_codes = {region.code: region.iso_code for region in regions()}
    return tuple(_city(record, iso_codes) for record in records("hflabs_city.csv"))


def _city(record: dict[str, str], iso_codes: dict[str, str]) -> CityRow:
    return CityRow(
        region=iso_codes[record["kladr_id"][:2]],
        name=_name(record["address"]),
        population=int(record["population"]),
        lat=float(record["geo_lat"]),
        lon=float(record["geo_lon"]),
        oktmo=record["oktmo"],
        kladr_id=record["kladr_id"],
        fias_id=record["fias_id"],
    )


def _name(address: str) -> str:
    # In 15 rows the column `city` is empty or names the town above («Респ Крым, г Ялта, г Алупка»)
    return address.rsplit(", ", 1)[-1].removeprefix("г ")

"""The map of regions as tiles of one size, so that Moscow is seen as well as Yakutia.

Roughly where they lie: neighbours stand near each other, west is left, north is above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ROWS: Final = """
.   .   .   MUR .   .   .   .   .   .   .   .   .   .   .   CHU
.   SPE KR  ARK NEN .   .   YAN .   KYA .   .   SA  MAG KAM .
.   LEN NGR VLG KO  PER .   KHM TYU TOM KEM .   AMU KHA SAK .
KGD PSK TVE YAR KOS KIR UD  SVE KGN OMS NVS KK  IRK ZAB YEV PRI
.   SMO MOW VLA IVA ME  TA  BA  CHE ALT AL  TY  BU  .   .   .
BRY KLU MOS RYA NIZ CU  ULY ORE .   .   .   .   .   .   .   .
.   ORL TUL TAM MO  PNZ SAM .   .   .   .   .   .   .   .   .
.   KRS LIP VOR SAR .   .   .   .   .   .   .   .   .   .   .
.   BEL ROS VGG AST .   .   .   .   .   .   .   .   .   .   .
SEV CR  KDA STA KL  DA  .   .   .   .   .   .   .   .   .   .
.   .   AD  KC  KB  SE  IN  CE  .   .   .   .   .   .   .   .
"""
_NOBODY: Final = "."
# Their ids in the register of regions (graph/data) don't begin as the others do.
_IDS: Final = {"CR": "UA-43", "SEV": "UA-40"}


@dataclass(frozen=True, slots=True)
class Place:
    """A tile's column and row, from 0, and the letters on it."""

    column: int
    row: int
    letters: str


def _places() -> dict[str, Place]:
    rows = [line.split() for line in _ROWS.strip().splitlines()]
    return {
        _IDS.get(code, f"RU-{code}"): Place(column, row, code)
        for row, codes in enumerate(rows)
        for column, code in enumerate(codes)
        if code != _NOBODY
    }


PLACES: Final = _places()
"""The place of each region's tile, by its ISO 3166-2 id."""

COLUMNS: Final = 1 + max(place.column for place in PLACES.values())
ROWS: Final = 1 + max(place.row for place in PLACES.values())

"""Reference data that ships with the package: regions, cities, competences, impairment groups.

This room reads its own CSV files and nothing else: it does not know the graph, decides nothing and
never holds data about a person. Where each file comes from and on what terms stands in SOURCES.md.
"""

from graph.data.city import CityRow, cities
from graph.data.dictionary import (
    UNKNOWN_IMPAIRMENT,
    ImpairmentGroupRow,
    competences,
    impairment_groups,
)
from graph.data.region import RegionRow, regions

__all__ = [
    "UNKNOWN_IMPAIRMENT",
    "CityRow",
    "ImpairmentGroupRow",
    "RegionRow",
    "cities",
    "competences",
    "impairment_groups",
    "regions",
]

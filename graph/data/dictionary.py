"""Short dictionaries: competences and impairment groups."""

from functools import cache
from typing import NamedTuple

from graph.data.table import records


class ImpairmentGroupRow(NamedTuple):
    """One impairment group (нозологическая группа): a stable code and the name people read."""

    code: str
    name: str


# Source: clause 6.2.8 (report by group). The dictionary includes «не указано», which is
# an answer of its own and different from «no impairment» and from «the school gave no data».
UNKNOWN_IMPAIRMENT = ImpairmentGroupRow("unknown", "Не указано")


@cache
def competences() -> tuple[str, ...]:
    """Names of the 127 competences, in the source's order; they have no codes."""
    return tuple(record["name"] for record in records("worldskills_russia_competences.csv"))


@cache
def impairment_groups() -> tuple[ImpairmentGroupRow, ...]:
    """The nine groups of the federal educational standard, then «Не указано»."""
    named = records("nosology_groups_fgos.csv")
    groups = (ImpairmentGroupRow(record["code"], record["name_ru"]) for record in named)
    return (*groups, UNKNOWN_IMPAIRMENT)

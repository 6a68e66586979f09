"""Organisations, shared by regions, by the tax-payer's number and by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, LiteralString

from imports import keys
from imports.draft import Find
from imports.way import Way

CYPHER: Final[LiteralString] = """
CALL () {
  WITH $ids AS ids WHERE ids IS NULL
  MATCH (n:Organisation)
  RETURN n
UNION ALL
  UNWIND $ids AS id
  MATCH (n:Organisation {id: id})
  USING INDEX SEEK n:Organisation(id)
  RETURN n
}
RETURN n.id, n.name, n.tax_number
"""


def _tax_number(_: str | None, tax_number: str | None) -> keys.Key:
    return keys.number(tax_number)


def _name(name: str | None, _: str | None) -> keys.Key:
    return keys.title(name)


def _unnumbered(name: str | None, tax_number: str | None) -> keys.Key:
    """Only of an organisation whose number is not known."""
    return None if tax_number else keys.title(name)


TAX_NUMBER: Final = Way("organisation.tax_number", "Organisation", CYPHER, _tax_number)
NAME: Final = Way("organisation.name", "Organisation", CYPHER, _name)
UNNUMBERED: Final = Way("organisation.unnumbered", "Organisation", CYPHER, _unnumbered)


def finds(column: str, name: str | None, tax_number: str | None = None) -> tuple[Find, ...]:
    """How to find an organisation; by name alone only if one of the numbers is not known."""
    if not tax_number:
        return NAME.find(column, name, None)
    unnumbered = UNNUMBERED.find(column, name, None)
    by_name = (replace(find, ours=False) for find in unnumbered)
    return (*TAX_NUMBER.find(column, name, tax_number), *by_name)

"""The language of saved questions: a statement, its columns, a total order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

from graph.declaration import Kind, Personal


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer, by the name the statement returns it under."""

    name: str
    kind: Kind
    ru: str
    personal: Personal = Personal.NO


@dataclass(frozen=True, slots=True)
class Question:
    """`cypher` ends with WITH of the columns and `key`, a text that orders the rows totally.

    Parameters of all: the scope's, `$region` ("" is any), `$as_of`, `$campaign` ("" is any that
    lasts), `$since` (for changes). `name` is a Python and GraphQL name.
    """

    name: str
    clause: str
    title: str
    cypher: LiteralString
    columns: tuple[Column, ...]

"""Questions to begin with, one document a file: for docs/api.md, for /graphiql and for the client.

A file begins with comments: its title, what is worth knowing, variables as JSON on the last line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

SUFFIX: Final = ".graphql"
SAVED: Final = "saved_"


@dataclass(frozen=True, slots=True)
class Example:
    """One document; `text` is without the comments at its head."""

    name: str
    title: str
    about: str
    variables: dict[str, Any]
    text: str

    @property
    def saved(self) -> bool:
        """Whether it asks one of the saved questions of curators."""
        return self.name.startswith(SAVED)

    @property
    def values(self) -> str:
        """The variables as JSON."""
        return json.dumps(self.variables, ensure_ascii=False)

    @property
    def kind(self) -> str:
        """`query`, `mutation` or `subscription`."""
        return self.text.partition(" ")[0]


@cache
def examples() -> tuple[Example, ...]:
    """All of them, by name."""
    found = [file for file in files(__package__).iterdir() if file.name.endswith(SUFFIX)]
    made = [_example(file.name.removesuffix(SUFFIX), file.read_text("utf-8")) for file in found]
    return tuple(sorted(made, key=lambda example: example.name))


def _example(name: str, text: str) -> Example:
    head = []
    lines = text.splitlines()
    while lines[0].startswith("#"):
        head.append(lines.pop(0).removeprefix("#").strip())
    title, *about, variables = head
    body = "\n".join(lines).strip() + "\n"
    return Example(name, title, " ".join(about).strip(), json.loads(variables), body)

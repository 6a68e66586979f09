"""Where a server of the benchmark finds the graph: told by its environment, by name."""

from __future__ import annotations

import os
from dataclasses import dataclass

import neo4j


@dataclass(frozen=True, slots=True)
class Place:
    """The graph's address and whose eyes the contestants look with."""

    uri: str
    user: str
    password: str
    database: str
    region: str

    def environment(self) -> dict[str, str]:
        return {f"BENCH_{name.upper()}": getattr(self, name) for name in Place.__slots__}

    @classmethod
    def of_environment(cls) -> Place:
        return cls(*(os.environ[f"BENCH_{name.upper()}"] for name in Place.__slots__))

    def driver(self) -> neo4j.AsyncDriver:
        """A plain driver, as its own documents set it up."""
        return neo4j.AsyncGraphDatabase.driver(
            self.uri, auth=(self.user, self.password), notifications_min_severity="OFF"
        )

    def scope(self) -> dict[str, object]:
        """The parameters of the scope of one region's coordinator."""
        return {"scope_all": False, "scope_regions": [self.region]}

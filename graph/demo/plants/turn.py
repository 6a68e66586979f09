"""Cases that a region can have one of only: each region takes its turn."""

from __future__ import annotations

from graph.demo.build import Build


def case_of(build: Build, turns: tuple[str, ...]) -> str:
    """The case of this region by its place in the plan."""
    return turns[build.index % len(turns)]

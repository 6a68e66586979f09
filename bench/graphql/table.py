"""What the run found, as Markdown for docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from typing import Any

import orjson

from bench.graphql.contestants import Contestant
from bench.graphql.questions import QUESTIONS
from bench.graphql.rounds import Timed
from bench.graphql.servers import PEER

# By question and concurrency, then by contestant.
Found = dict[tuple[str, int], dict[str, Timed]]

_PYTHON = ("neo4j", "neo4j-rust-ext", "strawberry-graphql", "graphql-core", "starlette", "uvicorn")
_NODE = ("@neo4j/graphql", "@apollo/server", "graphql", "neo4j-driver")


def table(contestants: list[Contestant], found: Found, base: str) -> str:
    """A row for each question, concurrency and contestant; ratios to the medians of `base`."""
    lines = [
        "| вопрос | сразу | кто | медиана, мс | p95, мс | ответов/с | медиана к ручной |"
        " ответов к Ориентиру |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    words = {question.name: question.ru for question in QUESTIONS}
    for (question, concurrency), timed in found.items():
        for contestant in contestants:
            one = timed[contestant.name]
            to_base = one.median / timed[base].median
            to_ours = one.throughput / timed["orientir"].throughput
            lines.append(
                f"| {words[question]} | {concurrency} | {contestant.ru} | {_short(one.median)} "
                f"| {_short(one.p95)} | {one.throughput:.0f} | {_short(to_base)} "
                f"| {_short(to_ours)} |"
            )
    return "\n".join(lines)


def versions(database: dict[str, Any]) -> str:
    """What was measured, and where."""
    python = ", ".join(f"{name} {version(name)}" for name in _PYTHON)
    locked = orjson.loads((PEER / "package-lock.json").read_bytes())["packages"]
    node = ", ".join(f"{name} {locked[f'node_modules/{name}']['version']}" for name in _NODE)
    return (
        f"Машина: {platform.machine()}, {os.cpu_count()} ядра. {database['name']} "
        f"{database['version']}. Python {platform.python_version()}: {python}. "
        f"Node.js {_node_version()}: {node}."
    )


def _node_version() -> str:
    ran = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)  # noqa: S607
    return ran.stdout.strip().removeprefix("v")


def _short(number: float) -> str:
    """Three digits that mean something, with a comma."""
    digits = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:.{digits}f}".replace(".", ",")

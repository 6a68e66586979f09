"""docs/api.md tells everything that a program may meet; what it is made of is in the wheel."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import api
import graph
import imports
import queries
import store
from api.examples import examples
from api.limits.rows import LIMITS
from api.reference.codes import CODES, ELSEWHERE
from api.reference.document import api_document
from api.subscription.bounds import TOLD, Close
from graph.errors import OrientirError

ROOT = Path(__file__).parents[3]
OF_GRAPHQL = {"BAD_QUERY", "INTERNAL"}


def modules(package: ModuleType) -> Iterator[str]:
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not info.name.endswith("__main__"):
            yield info.name


def kinds(kind: type[OrientirError]) -> Iterator[type[OrientirError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds(below)


def test_every_code_is_told() -> None:
    for package in (graph, queries, store, imports, api):
        for name in modules(package):
            importlib.import_module(name)
    ours = {
        kind.code
        for kind in kinds(OrientirError)
        if kind.__module__.partition(".")[0] in {"graph", "queries", "store", "imports", "api"}
    }
    assert CODES.keys() | ELSEWHERE == ours | OF_GRAPHQL
    assert not CODES.keys() & ELSEWHERE
    assert list(CODES) == sorted(CODES)


def test_limits_codes_and_documents_stand_in_it() -> None:
    text = api_document()
    for limit in LIMITS:
        assert f"| {limit.what} | {limit.allowed} | `{limit.error.code}` |" in text
    for code, ru in CODES.items():
        assert f"| `{code}` | {ru} |" in text
    assert TOLD.keys() == set(Close)
    for one in examples():
        assert f"### {one.title}\n" in text
        assert one.text in text
    assert "<!--" not in text


def test_the_wheel_has_what_is_no_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as packed:
        there = set(packed.namelist())
    wanted = {f"api/examples/{one.name}.graphql" for one in examples()}
    wanted |= {"api/reference/template.md", "api/access/table.csv", "orientir_client/py.typed"}
    assert wanted <= there

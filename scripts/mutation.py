"""Tests of tests: spoils what decides, one place at a time, and counts what the tests notice.

mutmut says how a place can be spoiled. It would spoil only undecorated functions, as it chooses
among their copies while the program runs; here half of what decides stands in tables, properties
and cached functions. So each spoiled file is written whole into a copy of the project, and its
tests run there in a process of their own. Run by `make mutation`; the project itself isn't touched.
"""

from __future__ import annotations

import csv
import difflib
import importlib
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import hypothesis
import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

ROOT: Final = Path(__file__).parents[1]
EQUIVALENT: Final = ROOT / "scripts" / "mutation_equivalent.csv"
# Each test process would import these anew; what they hold doesn't depend on what is spoiled.
SHARED: Final = ("anyio", "graphql", "holidays", "neo4j", "pydantic_settings", "rich.console")
# An endless loop and an endless list are noticed; the first by processor time, however busy it is.
LONGEST_SECONDS: Final = 120
MOST_BYTES: Final = 4 << 30
LEAST: Final = 90
MARK: Final = "XX"
"""What mutmut puts around a text."""
# Hypothesis is there before pytest, which says so.
QUIET: Final = "-Wignore::pytest.PytestAssertRewriteWarning"
OPTIONS: Final = ("-x", "-q", "-s", "--tb=no", "-pno:cacheprovider", QUIET)
# The same examples for each place; a slow machine is no failed test.
PROFILE: Final = hypothesis.settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=50,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    suppress_health_check=(hypothesis.HealthCheck.too_slow,),
)


@dataclass(frozen=True, slots=True)
class Target:
    """Modules that decide, and the tests that need no database.

    `asking` are names of what only asks the graph: that is left to the tests with one.
    """

    title: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    asking: tuple[str, ...] = ()


TARGETS: Final = {
    "consent": Target(
        "согласие",
        ("graph/policy/consent.py", "graph/policy/retention.py"),
        ("tests/unit/policy/test_consent.py", "tests/unit/policy/test_retention.py"),
    ),
    "days": Target(
        "рабочие дни",
        ("graph/policy/calendar.py",),
        (
            "tests/unit/policy/test_due_days.py",
            "tests/unit/policy/test_calendar.py",
            "tests/unit/policy/test_zones.py",
            "tests/unit/policy/test_production_calendar.py",
        ),
    ),
    "regions": Target(
        "дни регионов",
        ("queries/days.py",),
        ("tests/unit/rules/test_days.py",),
        asking=("ZONES", "KEPT_SECONDS", "_kept", "zones"),
    ),
    "scope": Target(
        "область видимости",
        ("queries/scope.py", "queries/compiler/building.py"),
        ("tests/unit/scope",),
        asking=("ACTOR",),
    ),
    "access": Target("таблица доступа", ("api/access/table.py",), ("tests/unit/access",)),
    "suppression": Target(
        "малые числа",
        ("graph/policy/suppression.py",),
        ("tests/unit/policy/test_suppression.py",),
    ),
    "terms": Target(
        "сроки",
        ("queries/rules/terms.py",),
        ("tests/unit/rules/test_terms.py", "tests/unit/rules/test_moment.py"),
        asking=("REGION", "MOMENTS", "moment", "moments", "zone_of", "day_in"),
    ),
    "hiding": Target(
        "малые числа в отчётах",
        ("queries/report/hiding.py",),
        ("tests/unit/report/test_hiding.py",),
    ),
}


class Everywhere(MutationVisitor):
    """mutmut's places and those it leaves out: the bodies of decorated functions."""

    def __init__(self, asking: tuple[str, ...]) -> None:
        super().__init__(mutation_operators, IgnoredCode(set(), set(), set()))
        self._asking = asking

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        match node:
            case cst.FunctionDef(name=cst.Name(value=name)):
                return name in self._asking
            case (
                cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))])
                | cst.AnnAssign(target=cst.Name(value=name))
            ) if name in self._asking:
                return True
        return super()._skip_node_and_children(node)


def spoiled(text: str, asking: tuple[str, ...]) -> Iterator[str]:
    """The text of a module with one place of it changed, for each place and way."""
    visitor = Everywhere(asking)
    module = MetadataWrapper(cst.parse_module(text)).visit(visitor)
    seen = {text}
    for mutation in visitor.mutations:
        other = mutation.mutated_node
        if isinstance(other, cst.SimpleString) and MARK not in other.value and len(other.value) > 2:
            continue  # in capitals and in small letters: noticed by whatever notices the mark
        changed = module.deep_replace(mutation.original_node, mutation.mutated_node)
        code = cst.Module(changed.body if isinstance(changed, cst.Module) else ()).code
        if code not in seen:
            seen.add(code)
            yield code


class Spoiling:
    """pytest, ready to collect: from here a process of its own goes on for each spoiled text."""

    def __init__(self, path: Path, texts: list[str]) -> None:
        self._path, self._texts = path, texts
        self.child = False
        self.noticed: list[bool] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        for number, text in enumerate(self._texts, 1):
            self._path.write_text(text, encoding="utf-8")
            # Python tells by size and second whether what it once compiled is still good.
            os.utime(self._path, (number, number))
            child = os.fork()
            if not child:
                self.child = True
                resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS))
                resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
                return
            self.noticed.append(os.waitpid(child, 0)[1] != 0)
            # What the first, unspoiled, has compiled is enough for all.
            sys.dont_write_bytecode = True
        pytest.exit("all tried", 0)


def noticed(copy: Path, module: str, tests: tuple[str, ...], texts: list[str]) -> list[bool]:
    """Whether a test fails, for each of these texts of a module."""
    answer, told = os.pipe()
    child = os.fork()
    if not child:
        os.close(answer)
        os.chdir(copy)
        sys.path.insert(0, str(copy))
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        spoiling = Spoiling(copy / module, texts)
        code = pytest.main([*OPTIONS, *tests], plugins=[spoiling])
        if not spoiling.child:
            os.write(told, bytes(spoiling.noticed))
        os._exit(int(code))
    os.close(told)
    with os.fdopen(answer, "rb") as answers:
        found = [bool(one) for one in answers.read()]
    os.waitpid(child, 0)
    if len(found) != len(texts):
        raise RuntimeError(f"{module}: {len(found)} of {len(texts)} were tried")
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What was spoiled: the lines that went and those that came, each without its indent."""

    module: str
    before: str
    after: str


def change(module: str, text: str, code: str) -> Change:
    lines = [
        line
        for line in difflib.ndiff(text.splitlines(), code.splitlines(), charjunk=None)
        if line[:2] in ("- ", "+ ")
    ]
    before, after = (
        " ".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+"
    )
    return Change(module, before, after)


def equivalents() -> set[Change]:
    """Changes that change nothing, each with its reason."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return {Change(row["модуль"], row["было"], row["стало"]) for row in rows}


def judged(copy: Path, module: str, target: Target, same: set[Change]) -> Judged:
    """Spoils one module; tells of each place that no test noticed."""
    text = (ROOT / module).read_text(encoding="utf-8")
    every = list(spoiled(text, target.asking))
    whole, *found = noticed(copy, module, target.tests, [text, *every])
    if whole:
        raise SystemExit(f"{module}: проверки не проходят и без изменений")
    (copy / module).write_text(text, encoding="utf-8")
    missed = [
        change(module, text, code) for code, seen in zip(every, found, strict=True) if not seen
    ]
    for one in missed:
        if one not in same:
            say(f"{module}: {one.before}\n{' ' * len(module)}→ {one.after}")
    return Judged(module, len(every), sum(found), sum(one in same for one in missed))


@dataclass(frozen=True, slots=True)
class Judged:
    """How many places of a module were spoiled, were noticed, and changed nothing."""

    module: str
    made: int
    noticed: int
    equivalent: int

    @property
    def percent(self) -> float:
        return 100 * self.noticed / max(1, self.made - self.equivalent)

    def row(self) -> str:
        missed = self.made - self.noticed - self.equivalent
        numbers = (self.made, self.noticed, missed, self.equivalent)
        return f"| `{self.module}` | {' | '.join(map(str, numbers))} | {self.percent:.1f} % |"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def copied(folder: Path) -> None:
    """The project's files as they are now, those not yet committed among them."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def main(asked: list[str]) -> int:
    """Spoils the targets named, or all; 1 if less than LEAST percent of any module was noticed."""
    for name in SHARED:
        importlib.import_module(name)
    for plugin in entry_points(group="pytest11"):
        plugin.load()
    hypothesis.settings.register_profile("mutation", PROFILE)
    hypothesis.settings.load_profile("mutation")
    same, found = equivalents(), []
    with TemporaryDirectory() as name:
        copied(Path(name))
        for target in (TARGETS[key] for key in asked or TARGETS):
            for module in target.modules:
                found.append(judged(Path(name), module, target, same))
                say(found[-1].row())
    say("\n| модуль | изменений | замечено | не замечено | ничего не меняют | доля |")
    say("|---|---|---|---|---|---|")
    for one in found:
        say(one.row())
    return int(min(one.percent for one in found) < LEAST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

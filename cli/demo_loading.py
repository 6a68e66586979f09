"""A demo network from its parameters into the graph: what `orientir demo` and `run` share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import EISDIR
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from cli.output import say
from graph.errors import InputError, InvalidWriteError

if TYPE_CHECKING:
    from cli.load_progress import LoadProgress
    from graph.demo import Ledger, MoscowSchool, Plan
    from graph.session import Graph
    from imports.sheet import Cell

REGIONS, STUDENTS, SEED = 4, 5000, 2019
LEDGER_FILE = "demo-ledger.json"
_SCHOOL_FILES = ("sosh", "gimnazii", "licei")
_DAY_LENGTH = len("2019-11-01")

# A load that was begun and has not come to its end.
UNFINISHED = """
MATCH (r:GraphRecord {id: 'graph'}) WHERE r.demo_seed IS NOT NULL AND r.demo_loaded_at IS NULL
RETURN r.demo_regions AS region_count, r.demo_students AS students, r.demo_seed AS seed,
  r.demo_moment AS moment
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded; `rows` of nodes and links of its regions, `ledger_file` absolute."""

    ledger: Ledger
    ledger_file: Path
    rows: int
    seconds: float


def demo_plan(regions: int, students: int, seed: int, moment: str | None = None) -> Plan:
    """What these options ask for; an OrientirError if it can't be made."""
    from graph.demo import make_plan
    from graph.demo.timeline import campaign_days

    plan = make_plan(regions, students, seed, _moment(moment), moscow_schools())
    # A year that the calendar doesn't cover must be told before anything is deleted.
    campaign_days(plan.moment)
    return plan


async def unfinished_plan(graph: Graph) -> Plan | None:
    """The plan of a load that was cut off; None if there is no such load."""
    from graph.demo import make_plan

    rows = await graph.rows(UNFINISHED)
    return make_plan(**rows[0], moscow_schools=moscow_schools()) if rows else None


async def load_demo(graph: Graph, plan: Plan, ledger_file: Path) -> Loaded:
    """Load the plan's network with a word on how it goes, and write its ledger."""
    from cli.load_progress import load_progress

    require_writable(ledger_file)
    size = f"регионов {len(plan.regions)}, участников {plan.students}"
    say(f"Создаю показательную сеть: {size}, зерно {plan.seed}…")
    with load_progress(len(plan.regions), plan.students) as progress:
        ledger = await _load(graph, plan, progress)
    ledger.write(ledger_file)
    say(f"Ведомость нарушений: {ledger_file}")
    return Loaded(ledger, ledger_file, progress.rows, round(progress.seconds, 1))


async def _load(graph: Graph, plan: Plan, progress: LoadProgress) -> Ledger:
    """Load it; InputError, saying how to begin anew, if another version's network is in the way."""
    from graph.demo import Target, load, target

    over_itself = await target(graph, plan) is Target.SAME_DEMO
    try:
        return await load(graph, plan, datetime.now(UTC), progress)
    except InvalidWriteError as error:
        if not over_itself:
            raise
        raise InputError(
            f"Сеть в базе создана другой версией программы ({error.message}). Создайте её заново: "
            f"orientir demo --regions {len(plan.regions)} --students {plan.students} "
            f"--seed {plan.seed} --moment {plan.moment.isoformat()} --yes."
        ) from error


def require_writable(file: Path) -> None:
    """InputError before a long load if the ledger can't be written after it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            raise IsADirectoryError(EISDIR, "это папка")
        with TemporaryFile(dir=file.parent):
            pass
    except OSError as error:
        raise InputError(
            f"Ведомость в {file} записать нельзя ({error.strerror}). Укажите другой файл: --ledger."
        ) from error


def moscow_schools() -> tuple[MoscowSchool, ...]:
    """The 1,490 real schools of Moscow, from the lists that are packaged with the program."""
    from importlib.resources import files

    folder = Path(str(files("graph.data")))
    lists = (folder / f"moscow_schools_2013_{name}.csv" for name in _SCHOOL_FILES)
    return tuple(chain.from_iterable(map(_moscow_schools, lists)))


def _moscow_schools(path: Path) -> Iterator[MoscowSchool]:
    from imports.header import find_header
    from imports.kinds.schools import KIND
    from imports.reading import read

    with read(path, path.name) as reading:
        rows = list(reading.rows())
    header = find_header(rows[:1], [KIND])
    keys = {one.index: one.key for one in header.columns if one.key is not None}
    for row in rows[1:]:
        cells = {key: row.cells[i] for i, key in keys.items() if i < len(row.cells)}
        yield _moscow_school(cells)


def _moscow_school(cells: Mapping[str, Cell]) -> MoscowSchool:
    """A school exactly as it is published, with its double spaces."""
    from graph.demo import MoscowSchool

    def text(key: str) -> str | None:
        return None if cells.get(key) is None else str(cells[key])

    def degrees(key: str) -> float | None:
        said = text(key)
        return None if said is None else float(said.replace(",", "."))

    return MoscowSchool(
        register_id=str(cells["register_id"]),
        name=str(cells["name"]),
        address=text("address"),
        okrug=text("district"),
        rayon=text("municipality"),
        ownership=text("ownership"),
        subordination=text("subordination"),
        kind=text("kind"),
        lon=degrees("longitude"),
        lat=degrees("latitude"),
    )


def _moment(text: str | None) -> datetime:
    """The instant of `--moment`; a day ends by the offset written after it, or by Moscow's time."""
    from flows.moment import moment
    from graph.demo import DEFAULT_MOMENT

    day, offset = (text or "")[:_DAY_LENGTH], (text or "")[_DAY_LENGTH:]
    if offset == "Z" or offset.startswith(("+", "-")):
        return moment(f"{day}T23:59:59.999999{offset}", "UTC", DEFAULT_MOMENT)
    return moment(text, "Europe/Moscow", DEFAULT_MOMENT)

"""Files into the graph, one after another: preview, question, writing."""

from __future__ import annotations

import asyncio
import hashlib
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from cli.import_outcome import Asked, Ending, Outcome, Refused
from cli.import_shown import problems, show
from cli.output import say
from cli.progress import Reach, rows_bar
from graph.errors import InputError

if TYPE_CHECKING:
    from graph.model.importing import ImportState as State
    from graph.session import Graph
    from imports.batch import Summary
    from imports.progress import Progress

_TRIES: Final = 3
"""How often what is confirmed unseen (`--yes`) is compared anew with a network that changes."""


async def bring(
    graph: Graph, region: str, files: list[Path], asked: Asked
) -> list[Outcome | Refused]:
    """What became of each file, in order; one that is refused doesn't stop the others."""
    from imports.receiving import NoRegionError

    ended: list[Outcome | Refused] = []
    for path in files:
        try:
            outcome = await _bring(graph, region, path, asked)
        except NoRegionError:
            raise
        except InputError as error:
            say(f"Ошибка: {error.message}")
            ended.append(Refused(path, error.message))
        else:
            say(_ended(outcome))
            ended.append(outcome)
    return ended


def _ended(outcome: Outcome) -> str:
    from imports.telling import in_words

    told = f" {in_words(outcome.summary)}." if outcome.written else ""
    return f"{outcome.file.name}: {outcome.ending}{told}"


def agreed(question: str) -> bool:
    """A person's yes. Ctrl-C ends the question at once: the loop would wait for its answer."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return typer.confirm(question, err=True)
    finally:
        signal.signal(signal.SIGINT, before)


async def region_of(graph: Graph, said: str | None) -> str:
    """The region a person means; UsageError if it isn't said and the graph has several."""
    from flows.region import select_regions

    if said is not None:
        return said
    regions = await select_regions(graph)
    if len(regions) == 1:
        return regions[0].id
    raise typer.BadParameter("назовите регион по ISO 3166-2, например --region RU-TA")


async def finish(graph: Graph, batch: str) -> Summary:
    """An import once nothing is left to do, with a bar; whoever else works on it is waited for."""
    from imports.acting import COMMAND
    from imports.settling import settled
    from imports.viewing import summary

    total = (await graph.read(lambda reader: summary(reader, COMMAND, batch))).total
    with rows_bar(total) as reach:
        return await settled(graph, COMMAND, batch, progress=_told(reach), waiting=_Patience().told)


async def _bring(graph: Graph, region: str, path: Path, asked: Asked) -> Outcome:
    from flows.import_marked import write_marked
    from graph.model.importing import ImportState as State
    from imports.acting import COMMAND
    from imports.cleaning import forget

    known = await _known(graph, region, path)
    batch, state = await _received(graph, region, path, asked)
    found = await finish(graph, batch)
    if state is State.UNDOING:
        # It is taken back now, and the file is brought again: as it would be a minute later.
        batch, state = await _received(graph, region, path, asked)
        found = await finish(graph, batch)
    if found.state is State.DONE:
        ending = Ending.RESUMED if state is State.WRITING else Ending.KNOWN
        await show(graph, found, asked)
        return Outcome(path, found, ending)
    found = await _decided(graph, found, asked)
    outcome = await _confirmed(graph, path, found, asked)
    if asked.silent:
        outcome = replace(outcome, problems=await problems(graph, outcome.summary))
    if asked.marked is not None:
        await write_marked(graph, batch, asked.marked, COMMAND)
        say(f"Файл с отметками: {asked.marked}")
    if batch not in known and (asked.dry_run or outcome.ending is Ending.NOTHING_NEW):
        await forget(graph, COMMAND, batch)
    return outcome


async def _known(graph: Graph, region: str, path: Path) -> set[str]:
    """Imports of this file that somebody else has begun: they are not ours to forget."""
    from imports.acting import COMMAND
    from imports.kept.batches import of_file

    sha256 = await asyncio.to_thread(_fingerprint, path)
    return set(await graph.read(lambda reader: of_file(reader, COMMAND, region, sha256)))


def _fingerprint(path: Path) -> str:
    """The sha256 of a file; "" of one that can't be read: whoever reads it will say so."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


async def _received(graph: Graph, region: str, path: Path, asked: Asked) -> tuple[str, State]:
    """The import of a file, and its state before anything is done for it."""
    from imports.acting import COMMAND
    from imports.receiving import receive
    from imports.viewing import summary
    from queries import clock

    now = await clock.now(graph)
    batch = await receive(
        graph, COMMAND, region, path, path.name, now, kind=asked.kind, sheet=asked.sheet
    )
    found = await graph.read(lambda reader: summary(reader, COMMAND, batch))
    return batch, found.state


async def _decided(graph: Graph, found: Summary, asked: Asked) -> Summary:
    from imports.acting import COMMAND
    from imports.batch import Decision, Fate
    from imports.deciding import decide_all

    if not asked.new_all or not found.counts.get(Fate.DUPLICATE):
        return found
    await decide_all(graph, COMMAND, found.id, Decision.NEW)
    return await finish(graph, found.id)


async def _confirmed(graph: Graph, path: Path, found: Summary, asked: Asked) -> Outcome:
    """Show it, ask, have it written; anew if the network has changed meanwhile."""
    from imports.acting import COMMAND
    from imports.deciding import ChangedSinceError, confirm
    from queries import clock

    for _ in range(_TRIES):
        await show(graph, found, asked)
        if (refusal := _refusal(found, asked)) is not None:
            return Outcome(path, found, refusal)
        if not asked.yes and not agreed("Записать?"):
            return Outcome(path, found, Ending.NOT_WRITTEN)
        now = await clock.now(graph)
        try:
            await confirm(graph, COMMAND, found.id, found.digest, now, good_rows=asked.good_rows)
        except ChangedSinceError as error:
            say(error.message)
            found = await finish(graph, found.id)
            continue
        return Outcome(path, await finish(graph, found.id), Ending.WRITTEN)
    return Outcome(path, found, Ending.NOT_WRITTEN)


def _refusal(found: Summary, asked: Asked) -> Ending | None:
    """Why there is nothing to ask; None if there is."""
    from graph.model.importing import ImportState as State
    from imports.batch import Fate

    if found.state is not State.PREVIEWED:
        say("Этот же файл сейчас принёс или отменил кто-то другой. Повторите команду.")
        return Ending.NOT_WRITTEN
    if asked.dry_run:
        return Ending.NOT_WRITTEN
    wrong, twins = found.counts.get(Fate.REJECTED, 0), found.counts.get(Fate.DUPLICATE, 0)
    if (wrong or twins) and not asked.good_rows:
        say(_what_to_do(found.id, wrong, twins))
        return Ending.NOT_WRITTEN
    if not any(found.counts.get(fate) for fate in (Fate.NEW, Fate.CHANGED)):
        return Ending.NOT_WRITTEN if wrong or twins else Ending.NOTHING_NEW
    return None


def _what_to_do(batch: str, wrong: int, twins: int) -> str:
    said = []
    if wrong:
        said.append("В файле ошибки. Исправьте их или загрузите остальные строки: --good-rows.")
    if twins:
        said.append(
            f"Есть возможные повторы. Решите о каждом: orientir import decide {batch} СТРОКА "
            "--same ЗАПИСЬ, --new или --skip (или на странице загрузок) и загрузите файл снова; "
            "если все они другие люди: --new-all; загрузить остальные строки: --good-rows."
        )
    return " ".join(said)


def _told(reach: Reach) -> Progress:
    from graph.model.importing import ImportState as State

    titles = {State.READ: "Сверяю", State.WRITING: "Записываю", State.UNDOING: "Отменяю"}

    async def told(state: State, rows: int) -> None:
        reach(titles[state], rows)

    return told


class _Patience:
    """Tells once that somebody else is at work."""

    _said = False

    def told(self) -> None:
        if not self._said:
            self._said = True
            say("Этой загрузкой занят другой процесс, или он был прерван: жду не больше минуты…")


@contextmanager
def repeatable() -> Iterator[None]:
    """Whoever interrupts is told that nothing is lost."""
    try:
        yield
    except (KeyboardInterrupt, typer.Abort):
        say("Прервано. Повторите ту же команду: она продолжит с этого места.")
        raise

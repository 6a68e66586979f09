"""`orientir backup …`: copies of the graph, of any Neo4j, while it works."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import print_rows, say

if TYPE_CHECKING:
    from queries.backup.file import Copy, Header
    from queries.backup.making import Made
    from queries.backup.restoring import Restored

app = typer.Typer(
    no_args_is_help=True,
    help="Копии графа: сделать, проверить, восстановить, попробовать восстановление.\n\n"
    "Пример: `orientir backup make`, затем `orientir backup drill`.",
    short_help="Копии графа и их восстановление.",
)

Json = Annotated[bool, typer.Option("--json", help="Для программ: JSON.")]
File = Annotated[Path, typer.Argument(help="Файл копии, см. orientir backup list.")]

_COLUMNS = {
    "file": "файл",
    "made_at": "сделана",
    "nodes": "записей",
    "links": "связей",
    "megabytes": "МБ",
    "quiet": "без записей во время копии",
}


@app.callback()
def backup() -> None:
    """Копии графа и их восстановление."""


@app.command()
def make(as_json: Json = False) -> None:
    """Сделать копию работающего графа; старые сверх нужного числа удаляются.

    В копии есть персональные данные: файл читает только его владелец.

    Пример: orientir backup make
    """
    made = asyncio.run(_made())
    print_rows([_row(made.copy)], _COLUMNS, as_json=as_json)
    for path in made.deleted:
        say(f"Удалена старая копия {path.name}.")
    if not made.copy.header.content.quiet:
        say("Пока копия делалась, в граф писали: части её могут не сойтись. Повторите в тихий час.")


@app.command("list")
def list_copies(as_json: Json = False) -> None:
    """Какие копии есть, новые сверху.

    Примеры: `orientir backup list`; `orientir backup list --json`.
    """
    from graph.settings import settings
    from queries.backup.file import copies, copies_folder

    print_rows([_row(c) for c in copies(copies_folder(settings()))], _COLUMNS, as_json=as_json)


@app.command()
def check(file: File) -> None:
    """Прочитать копию до конца: цела ли она.

    Пример: orientir backup check .orientir/backups/orientir-20191014T020000Z.jsonl.gz
    """
    from queries.backup.file import check as check_file

    say(f"Копия цела: {_counts(check_file(file))}.")


@app.command()
def restore(
    file: File,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Заменить то, что в графе уже есть.")
    ] = False,
) -> None:
    """Восстановить граф из копии и проверить его весь, с журналом изменений.

    Сначала остановите сервер и процессы. Прерванное восстановление продолжит та же команда.

    Пример: orientir backup restore .orientir/backups/orientir-20191014T020000Z.jsonl.gz
    """
    done, stopped = asyncio.run(_restored(file, yes))
    _told(done, "Восстановлено")
    if stopped:
        say(f"Согласие отозвано после этой копии, данные снова скрыты, детей: {stopped}.")
    say("Данные, уничтоженные после этой копии, вернулись: orientir flows run retention.")


@app.command()
def drill(
    file: Annotated[Path | None, typer.Argument(help="Файл копии; без него — новейшая.")] = None,
) -> None:
    """Попробовать копию: восстановить её в отдельный Neo4j, сравнить и выбросить его.

    Пример: orientir backup drill
    """
    from graph.settings import settings
    from queries.backup.drill import drill as try_copy

    say("Поднимаю отдельный Neo4j, это занимает до минуты…")
    done = asyncio.run(try_copy(settings(), file))
    _told(done.restored, f"Копия {done.path.name} восстановилась")


async def _made() -> Made:
    from graph.opening import open_graph
    from graph.settings import settings
    from queries.backup.file import copies_folder
    from queries.backup.making import make_copy

    own = settings()
    async with open_graph(own) as graph:
        return await make_copy(graph, copies_folder(own), datetime.now(UTC), own.backups_kept)


async def _restored(file: Path, yes: bool) -> tuple[Restored, int]:
    """What was put back, and how many children's processing had ended since the copy."""
    from graph.opening import open_graph
    from graph.settings import settings
    from queries import clock
    from queries.audit.writing import BY_COMMAND
    from queries.backup.ended import regions_of, stop_ended
    from queries.backup.file import copies_folder
    from queries.backup.restoring import restore as put_back

    folder = copies_folder(settings())
    async with open_graph(settings()) as graph:
        done = await put_back(graph, file, replace=yes)
        now, stopped = await clock.now(graph), 0
        for region in regions_of(folder):
            stopped += len(await stop_ended(graph, folder, region, now, BY_COMMAND))
    return done, stopped


def _told(done: Restored, what: str) -> None:
    typer.echo(f"{what}: {_counts(done.header)}; записей журнала {done.audit.entries}, он цел.")
    if done.lost_links:
        say(f"Связей без второго конца в копии — {done.lost_links}: её делали, пока в граф писали.")


def _counts(header: Header) -> str:
    content = header.content
    return (
        f"записей {content.nodes}, связей {content.links}, на {header.made_at:%d.%m.%Y %H:%M} UTC"
    )


def _row(copy: Copy) -> dict[str, object]:
    content = copy.header.content
    return {
        "file": str(copy.path),
        "made_at": copy.header.made_at,
        "nodes": content.nodes,
        "links": content.links,
        "megabytes": round(copy.size_bytes / 1e6, 1),
        "quiet": "да" if content.quiet else "нет",
    }

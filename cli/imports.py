"""`orientir import …`: what the files would change, a question, then the writing.

Nothing of the network is written before the answer. Whoever has the command line has the database,
so these see all regions.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import import_decided, import_kept, import_template
from cli.default_command import FilesFirst
from cli.import_files import bring, region_of, repeatable
from cli.import_outcome import Asked, Outcome, Refused
from cli.import_shown import as_json as summary_json
from cli.output import print_json, print_rows, say

if TYPE_CHECKING:
    from imports.planning import Said

app = typer.Typer(
    cls=FilesFirst,
    no_args_is_help=True,
    help="Загрузить таблицы: проверка, сводка, подтверждение.\n\n"
    "Примеры: `orientir import ученики.xlsx --dry-run`; "
    "`orientir import школы.csv --region RU-TA`; "
    "`orientir import template students --region RU-TA`.",
    short_help="Загрузить таблицы: школы, участников и другое.",
    subcommand_metavar="ФАЙЛ… | КОМАНДА",
)

Json = Annotated[bool, typer.Option("--json", help="Для программ: JSON.")]
Region = Annotated[
    str | None, typer.Option(help="Регион по ISO 3166-2; без него — единственный в базе.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Не спрашивать подтверждения.")]


@app.command()
def files(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="ФАЙЛ…", help="Файлы xlsx, xls, ods или csv: один или несколько."),
    ],
    region: Region = None,
    kind: Annotated[
        str | None, typer.Option(help="Вид листа (orientir import kinds); иначе по заголовкам.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Лист книги; без него — первый.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Только показать, что будет; ничего не оставить.")
    ] = False,
    yes: Yes = False,
    good_rows: Annotated[
        bool, typer.Option("--good-rows", help="Загрузить верные строки без ошибочных и спорных.")
    ] = False,
    new_all: Annotated[
        bool, typer.Option("--new-all", help="Возможные повторы — всё новые люди.")
    ] = False,
    every_problem: Annotated[bool, typer.Option("--problems", help="Показать все ошибки.")] = False,
    marked: Annotated[
        Path | None,
        typer.Option(help="Куда записать файл с отмеченными ошибками (xlsx); для одного файла."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Загрузить файлы; слово files можно не писать.

    Сначала показывается, что изменится и что не так, потом вопрос; без ответа ничего не
    записывается. Прерванное продолжит та же команда. Значения с персональными данными видны только
    на экране.

    Примеры: `orientir import files ученики.xlsx --dry-run`; `orientir import ученики.xlsx`;
    `orientir import сош.csv гимназии.csv --region RU-MOW --yes`.
    """
    if marked is not None and len(paths) > 1:
        raise typer.BadParameter("файл с отметками бывает для одного файла", param_hint="--marked")
    asked = Asked(
        region, kind, sheet, dry_run, yes, good_rows, new_all, every_problem, as_json, marked
    )
    with repeatable():
        told, wrong = asyncio.run(_files(paths, asked))
    if as_json:
        print_json(told)
    if wrong:
        raise typer.Exit(1)


@app.command()
def kinds(as_json: Json = False) -> None:
    """Какие виды листов есть и что в них.

    Примеры: `orientir import kinds`; `orientir import kinds --json`.
    """
    from imports.kinds import KINDS
    from imports.sheet import Presence

    rows = [
        {
            "kind": kind.name,
            "title": kind.ru,
            "required": ", ".join(
                column.label for column in kind.columns if column.presence is Presence.REQUIRED
            ),
            "columns": len(kind.columns),
        }
        for kind in KINDS.values()
    ]
    shown = {"kind": "вид", "title": "лист", "required": "обязательно", "columns": "колонок"}
    print_rows(rows, shown, as_json=as_json)


@app.command()
def template(
    kind: Annotated[str, typer.Argument(metavar="ВИД", help="Вид листа: orientir import kinds.")],
    region: Region = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Файл xlsx; без него — template-ВИД.xlsx.")
    ] = None,
) -> None:
    """Пустой лист, чтобы заполнить: заголовки, пример, списки региона.

    Примеры: `orientir import template students --region RU-TA`;
    `orientir import template schools --region RU-TA -o школы.xlsx`.
    """
    say(f"Записано: {asyncio.run(import_template.write(kind, region, out))}")


@app.command("list")
def list_imports(
    region: Annotated[str, typer.Option(help="Только этого региона.")] = "",
    as_json: Json = False,
) -> None:
    """Какие файлы загружали и чем это кончилось, новые сверху.

    Примеры: `orientir import list`; `orientir import list --region RU-TA --json`.
    """
    found = asyncio.run(import_kept.listed(region))
    if as_json:
        print_json([summary_json(one) | {"loaded_at": one.loaded_at} for one in found])
        return
    rows = [import_kept.line(one) for one in found]
    print_rows(rows, import_kept.LINE, as_json=False)


@app.command()
def decide(
    batch: Annotated[str, typer.Argument(help="Загрузка из orientir import list; можно начало.")],
    row: Annotated[int, typer.Argument(metavar="СТРОКА", help="Номер строки файла, как в Excel.")],
    same: Annotated[
        str | None,
        typer.Option(metavar="ЗАПИСЬ", help="Это уже известный человек: одна из похожих записей."),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Это другой, новый человек.")] = False,
    skip: Annotated[bool, typer.Option("--skip", help="Не загружать эту строку.")] = False,
) -> None:
    """Решить о строке — возможном повторе: кто это. Похожие записи показывает проверка файла.

    Решения помнит сама загрузка: когда решено обо всех, загрузите этот же файл ещё раз.

    Примеры: `orientir import decide RU-TA:students:3f2a 17 --same student:5e0c`;
    `orientir import decide RU-TA:students:3f2a 18 --new`.
    """
    with repeatable():
        asyncio.run(import_decided.decide(batch, row, _said(same, new=new, skip=skip)))


@app.command()
def undo(
    batch: Annotated[str, typer.Argument(help="Загрузка из orientir import list; можно начало.")],
    yes: Yes = False,
) -> None:
    """Отменить записанную загрузку, пока её записи никто не менял.

    Пример: `orientir import undo RU-TA:students:3f2a`.
    """
    with repeatable():
        asyncio.run(import_kept.take_back(batch, yes=yes))


@app.command()
def resume() -> None:
    """Закончить загрузки, прерванные на полпути; обычно это делает сам сервер.

    Пример: `orientir import resume`.
    """
    with repeatable():
        asyncio.run(import_kept.go_on())


def _said(same: str | None, *, new: bool, skip: bool) -> Said:
    """The one thing that was said; BadParameter if it is none, or several."""
    from imports.batch import Decision
    from imports.planning import Said

    said = [Said(Decision.SAME, same)] if same is not None else []
    said += [Said(Decision.NEW)] if new else []
    said += [Said(Decision.SKIP)] if skip else []
    if len(said) != 1:
        raise typer.BadParameter("скажите одно из трёх: --same ЗАПИСЬ, --new или --skip")
    return said[0]


async def _files(paths: list[Path], asked: Asked) -> tuple[dict[str, Any], bool]:
    """What became of the files, for programs, and whether something went wrong."""
    from graph.opening import open_graph
    from graph.settings import settings

    async with open_graph(settings()) as graph:
        region = await region_of(graph, asked.region)
        ended = await bring(graph, region, paths, asked)
    told = [_told(one) for one in ended]
    wrong = any(isinstance(one, Refused) or one.wrong for one in ended)
    return {"region": region, "files": told}, wrong


def _told(one: Outcome | Refused) -> dict[str, Any]:
    if isinstance(one, Refused):
        return {"file": one.file.name, "written": False, "error": one.why}
    ended = {"written": one.written, "ending": one.ending.name.lower(), "problems": one.problems}
    return summary_json(one.summary) | ended

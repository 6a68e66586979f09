"""`orientir reports`: the twelve reports as files, of a region, of the country, of all of it.

Whoever has the command line has the database, so these see all regions.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import print_json, print_rows, say
from graph.errors import InputError

if TYPE_CHECKING:
    from cli.report_files import Order

app = typer.Typer(
    no_args_is_help=True,
    help="Двенадцать отчётов файлами.\n\nПримеры: `orientir reports list`; "
    "`orientir reports make 1 --region RU-TA --as-of 2019-10-01`; "
    "`orientir reports country --out отчёты`.",
    short_help="Двенадцать отчётов файлами.",
)

ALL = "all"
Json = Annotated[bool, typer.Option("--json", help="Для программ: JSON.")]
AsOf = Annotated[str | None, typer.Option(help="На какой день или момент; без него — на сейчас.")]
Campaign = Annotated[str | None, typer.Option(help="Кампания; без неё — последняя начавшаяся.")]
Out = Annotated[Path, typer.Option(help="Папка для файлов; создаётся, если её нет.")]
Public = Annotated[
    bool, typer.Option("--public", help="Для публикации: числа детей — ступенями, не точно.")
]


@app.command("list")
def list_reports(as_json: Json = False) -> None:
    """Какие отчёты есть, по какому пункту «Порядка» и из каких таблиц.

    Примеры: `orientir reports list`; `orientir reports list --json`.
    """
    from queries.report.forms import forms

    rows = [
        {
            "form": form.number,
            "clause": form.clause,
            "title": form.title,
            "parts": "; ".join(part.title for part in form.parts),
        }
        for form in forms().values()
    ]
    columns = {"form": "№", "clause": "пункт", "title": "отчёт", "parts": "таблицы"}
    print_rows(rows, columns, as_json=as_json)


@app.command()
def make(
    form: Annotated[str, typer.Argument(help="Номер отчёта от 1 до 12 или all — все.")] = "",
    region: Annotated[
        str | None, typer.Option(help="Регион по ISO 3166-2; без него — вся страна.")
    ] = None,
    as_of: AsOf = None,
    period_from: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="Первый день; иначе начало кампании."),
    ] = None,
    period_to: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Последний день; иначе день отчёта."),
    ] = None,
    campaign: Campaign = None,
    format: Annotated[
        list[str] | None, typer.Option(help="xlsx, docx, pdf или csv; можно несколько раз.")
    ] = None,
    out: Out = Path(),
    public: Public = False,
    version_id: Annotated[
        str | None, typer.Option(help="Сданная версия отчёта вместо нынешних данных.")
    ] = None,
    with_media: Annotated[
        bool, typer.Option("--with-media", help="К отчёту 12 региона — фото и видео архивом.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Составить отчёт и записать его файлом; печатает, где файл.

    День означает его конец, 24:00 по времени региона. Файл с тем же именем заменяется.

    Примеры: `orientir reports make 1 --region RU-TA --as-of 2019-10-01`;
    `orientir reports make 8 --public --format pdf --format docx --out отчёты`;
    `orientir reports make all --region RU-TA`;
    `orientir reports make 12 --region RU-TA --with-media`;
    `orientir reports make --version-id <версия> --format docx`.
    """
    from cli.report_files import Order

    if bool(form) == bool(version_id):
        raise typer.BadParameter("Нужен номер отчёта (или all) либо --version-id.")
    order = Order(
        forms=_forms(form) if form else (),
        region=region,
        as_of=as_of,
        campaign=campaign,
        period_from=_day(period_from),
        period_to=_day(period_to),
        formats=tuple(dict.fromkeys(format or ["xlsx"])),
        public=public,
        folder=out,
    )
    if with_media and (12 not in order.forms or region is None or public):
        raise typer.BadParameter("--with-media — для отчёта 12 региона, не для публикации.")
    rows = asyncio.run(_made(order, version_id, with_media))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(row["file"])


@app.command()
def country(
    out: Annotated[Path, typer.Option(help="Папка для файлов; создаётся, если её нет.")],
    as_of: AsOf = None,
    campaign: Campaign = None,
    format: Annotated[str, typer.Option(help="xlsx, docx, pdf или csv.")] = "xlsx",
    public: Public = False,
    as_json: Json = False,
) -> None:
    """Все двенадцать отчётов каждого региона и страны.

    Прерванное продолжает та же команда: того же момента и только то, чего нет.

    Примеры: `orientir reports country --out отчёты`;
    `orientir reports country --out отчёты --as-of 2019-10-01 --format csv --json`.
    """
    from cli.national_run import NationalOrder, run

    order = NationalOrder(out, as_of, campaign, format, public)
    told = asyncio.run(run(order))
    if as_json:
        print_json(told)
        return
    columns = {"form": "№", "title": "отчёт", "files": "файлов", "made": "составлено",
               "seconds": "секунд"}  # fmt: skip
    print_rows(told["forms"], columns, as_json=False)
    say(f"Регионов {told['regions']}, не участвуют {len(told['without'])}; {told['seconds']} с.")
    typer.echo(told["folder"])


def _forms(text: str) -> tuple[int, ...]:
    from queries.report.forms import form_of, forms

    if text == ALL:
        return tuple(forms())
    if not text.isdecimal():
        raise InputError(f"«{text}» — не номер отчёта. Нужно число от 1 до 12 или all.")
    return (form_of(int(text)).number,)


def _day(given: datetime | None) -> Any:
    return None if given is None else given.date()


async def _made(order: Order, version_id: str | None, with_media: bool) -> list[dict[str, Any]]:
    from cli.report_files import make_files, make_media, make_version
    from graph.opening import open_graph
    from graph.settings import settings

    own = settings()
    async with open_graph(own) as graph:
        if version_id is not None:
            return await make_version(graph, order, version_id)
        rows = await make_files(graph, order)
        if with_media:
            rows.append(await make_media(graph, order, own))
        return rows

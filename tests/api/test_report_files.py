"""Reports as files over HTTP: opened again, and given only to whoever may see the region."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final
from urllib.parse import unquote

import pymupdf
import pytest
from httpx import AsyncClient, Response
from openpyxl import load_workbook  # type: ignore[import-untyped]

from graph.model.account import Role, TokenScope
from graph.session import Graph, Writer
from graph.writing import write_links, write_nodes
from queries.account.token import NewToken, create_token
from queries.report.building import Asked, build_report
from queries.report.writing import kept
from queries.scope import Actor
from tests.api.conftest import Enter, data
from tests.api.planted import FOREIGN, MINE, MOMENT, START, plant
from tests.unit.store.samples import JPEG

pytestmark = pytest.mark.anyio

# Its own types say less than it does.
_PDF: Final[Any] = pymupdf.Document
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHILD = f"{MINE}-child-0"
MOVED = {"id": CHILD, "at": datetime(2019, 12, 1, tzinfo=UTC)}
PRACTICUM = f"{MINE}-practicum"
MARK = "mutation($id: ID!, $students: [ID!]!) { markMedia(id: $id, students: $students) { id } }"
AUDIT = """
MATCH (e:AuditEntry) WHERE e.action IN ['give_report', 'view_media']
RETURN e.action AS action, e.subject_label AS label, e.subject_id AS id, e.account AS account,
  e.chain AS chain, e.at AS at
ORDER BY e.at, e.chain, e.number
"""
STATE = """
MATCH (n) WHERE NOT n:SignIn AND NOT n:GraphRecord
RETURN count(n) AS nodes, count { (n)-[]->() } AS links
"""


@pytest.fixture
async def network(graph: Graph) -> Graph:
    await plant(graph)
    await graph.write(_practicum)
    return graph


async def _practicum(writer: Writer) -> None:
    venue = {"id": f"{MINE}-venue", "name": "Кванториум", "municipality": f"{MINE}-town"}
    await write_nodes(writer, "Venue", [venue])
    held = datetime(2019, 10, 10, 15, tzinfo=UTC)
    row = {
        "id": PRACTICUM, "title": "Веб-дизайн", "format": "introductory", "campaign": "c2019",
        "on_day": date(2019, 10, 10), "posted_at": held, "held_at": held, "venue": venue["id"],
    }  # fmt: skip
    await write_nodes(writer, "Practicum", [row])


async def _consent(writer: Writer) -> None:
    """The child's parent agrees to pictures."""
    parent = {"id": "parent", "family_name": "Петрова", "given_name": "Анна", "in_region": MINE}
    await write_nodes(writer, "Guardian", [parent])
    link = {"source": "parent", "target": CHILD, "legal": True, "from": date(2010, 1, 1)}
    await write_links(writer, "Guardian", "children", [link])
    consent = {"id": "images", "purposes": ["processing", "images"], "given_on": START}
    await write_nodes(writer, "Consent", [consent | {"child": CHILD, "signed_by": "parent"}])


def refusal(answer: Response) -> tuple[int, str]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]


def name_of(answer: Response) -> str:
    """The Russian name that a browser keeps the file under."""
    return unquote(answer.headers["content-disposition"].partition("filename*=UTF-8''")[2])


def rows_of(answer: Response) -> list[list[str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def told(rows: list[list[str]]) -> dict[str, str]:
    """What a file tells about itself."""
    return {row[0]: row[1] for row in rows if len(row) == 2}


async def photo(client: AsyncClient, body: bytes = JPEG) -> str:
    answer = await client.post(
        "/media",
        params={"practicum": PRACTICUM, "kind": "photo"},
        headers={"Content-Type": "image/jpeg"},
        content=body,
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_region_s_report_is_a_workbook_with_its_numbers(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    answer = await client.get("/reports/1.xlsx", params={"region": MINE, "asOf": "2019-10-01"})
    assert answer.status_code == 200, answer.text
    expected = {
        "content-type": XLSX,
        "content-length": str(len(answer.content)),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    assert expected.items() <= dict(answer.headers).items()
    title = "Отчёт 01 Зарегистрированные участники — Республика Татарстан — на 01.10.2019"
    assert name_of(answer) == f"{title}.xlsx"
    assert 'filename="report-01-RU-TA-2019-10-01.xlsx"' in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    table, about = book.worksheets[0], book["О выгрузке"]
    rows = {row[0]: row for row in table.iter_rows(values_only=True)}
    total = [cell.value for cell in table[2]].index("Всего")
    assert rows["Школа 1, Республика Татарстан"][total] == 4
    assert rows["Школа 2, Республика Татарстан"][total] == 0
    words = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert words["Выгрузил"] == "coordinator"
    assert words["Данные на"] == "01.10.2019 23:59 (Europe/Moscow, UTC+03:00)"
    assert await network.rows(AUDIT) == [
        {
            "action": "give_report", "label": "Region", "id": MINE, "chain": MINE,
            "account": "account:coordinator", "at": MOMENT,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("format_", ["docx", "pdf", "csv", "PDF"])
async def test_every_format(enter: Enter, network: Graph, format_: str) -> None:
    client = await enter("coordinator")
    answer = await client.get(f"/reports/8.{format_}", params={"region": MINE})
    assert answer.status_code == 200, answer.text
    if format_.lower() == "pdf":
        text = "".join(page.get_text() for page in _PDF(stream=answer.content))
    elif format_ == "docx":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as word:
            text = word.read("word/document.xml").decode()
    else:
        text = answer.content.decode("utf-8-sig")
    assert "Участники с нарушениями здоровья" in text


async def test_period_moment_and_publication_are_told_in_the_file(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    asked = {"region": MINE, "from": "2019-09-10", "to": "2019-10-05", "campaign": "c2019"}
    rows = rows_of(await client.get("/reports/1.csv", params=asked | {"public": "true"}))
    assert (
        told(rows).items()
        >= {
            "Период": "10.09.2019 – 05.10.2019",
            "Период с": "10.09.2019",
            "Период по": "05.10.2019",
            "Кампания": "c2019",
            "Для публикации": "числа детей ступенями",
            "Выгрузил": "coordinator",
        }.items()
    )
    total = rows[0].index("Всего")
    assert rows[1][total] == "скрыто"
    at = "2019-09-20T06:00:00+00:00"
    (before,) = {
        rows_of(await client.get("/reports/1.csv", params={"region": MINE, "asOf": text}))[1][total]
        for text in (at, at.replace("+00:00", "Z"), at.replace("+", " "))
    }
    assert before == "0"


async def test_the_country_is_what_the_viewer_sees_of_it(enter: Enter, network: Graph) -> None:
    regions = {"head": [FOREIGN, MINE], "curator": [FOREIGN, MINE], "coordinator": [MINE]}
    names = {MINE: "Республика Татарстан", FOREIGN: "Республика Башкортостан"}
    for login, seen in regions.items():
        answer = await (await enter(login)).get("/reports/1.csv")
        rows = rows_of(answer)
        assert [row[0] for row in rows[1 : len(seen) + 1]] == [names[one] for one in seen]
        assert rows[len(seen) + 1][rows[0].index("Всего")] == str(4 * len(seen))
        narrowed = told(rows).get("Регионы")
        assert narrowed == (None if login == "head" else f"только видимые вам, {len(seen)}")
        assert "Российская Федерация" in name_of(answer)
    audit = await network.rows(AUDIT)
    assert [(row["chain"], row["id"]) for row in audit] == [("", "RU")] * 3


async def test_a_foreign_region_answers_as_one_that_does_not_exist(
    enter: Enter, network: Graph, anonymous: AsyncClient
) -> None:
    client = await enter("coordinator")
    before = await network.rows(STATE)
    for address in ("/reports/1.xlsx", "/reports/12/media.zip"):
        foreign, unknown = [
            await client.get(address, params={"region": region}) for region in (FOREIGN, "RU-XX")
        ]
        assert refusal(foreign) == (404, "NOT_FOUND")
        assert foreign.content == unknown.content
        assert (await anonymous.get(address, params={"region": MINE})).status_code == 303
    assert await network.rows(STATE) == before
    assert (await (await enter("head")).get(f"/reports/1.csv?region={FOREIGN}")).status_code == 200


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("/reports/13.xlsx?region=RU-TA", (400, "BAD_INPUT")),
        ("/reports/1.exe?region=RU-TA", (400, "BAD_INPUT")),
        ("/reports/one.xlsx", (404, "NOT_FOUND")),
        ("/reports/1.xlsx?reigon=RU-TA", (400, "BAD_REQUEST")),
        ("/reports/1.xlsx?region=RU-TA&asOf=yesterday", (400, "BAD_REQUEST")),
        ("/reports/1.xlsx?region=RU-TA&asOf=2019-10-01T06:00:00", (400, "BAD_INPUT")),
        ("/reports/1.xlsx?region=RU-TA&from=2019-13-01", (400, "BAD_REQUEST")),
        ("/reports/1.xlsx?region=RU-TA&from=2019-10-02&to=2019-10-01", (400, "BAD_INPUT")),
        ("/reports/1.xlsx?region=RU-TA&campaign=c1999", (400, "BAD_INPUT")),
        ("/reports/1.xlsx?region=RU-TA&public=maybe", (400, "BAD_REQUEST")),
        ("/reports/12/media.zip", (400, "BAD_REQUEST")),
        ("/reports/12/media.zip?region=RU-TA&public=true", (400, "BAD_REQUEST")),
        ("/reports/versions/unknown.xlsx", (404, "NOT_FOUND")),
    ],
)
async def test_what_is_refused_is_not_written_down(
    enter: Enter, network: Graph, address: str, refused: tuple[int, str]
) -> None:
    client = await enter("coordinator")
    before = await network.rows(STATE)
    assert refusal(await client.get(address)) == refused
    assert await network.rows(STATE) == before


async def test_a_program_gets_reports_that_name_nobody(
    anonymous: AsyncClient, network: Graph
) -> None:
    await network.write(_automation)
    until = datetime(2019, 12, 1, tzinfo=UTC)
    asked = NewToken("account:automation", "выгрузка", [TokenScope.READ], until)
    head = Actor("account:head", Role.HEAD, "head", everything=True, regions=frozenset())
    issued = await network.write(lambda writer: create_token(writer, head, asked, MOMENT))
    secret = issued.secret
    headers = {"Authorization": f"Bearer {secret}"}
    got = await anonymous.get("/reports/1.csv", params={"region": MINE}, headers=headers)
    assert got.status_code == 200
    assert told(rows_of(got))["Выгрузил"] == "automation"
    for form in (9, 10, 12):
        address = f"/reports/{form}.csv"
        refused = await anonymous.get(address, params={"region": MINE}, headers=headers)
        assert refusal(refused) == (403, "FORBIDDEN")
    foreign = await anonymous.get("/reports/1.csv", params={"region": FOREIGN}, headers=headers)
    assert refusal(foreign) == (404, "NOT_FOUND")


async def test_a_version_is_given_as_it_was_frozen(enter: Enter, network: Graph) -> None:
    for region in (MINE, FOREIGN):
        await network.write(partial(_version, region=region))
    await network.change("MATCH (s:Student {id: $id}) SET s.registered_at = $at", MOVED)
    client = await enter("coordinator")
    answer = await client.get(f"/reports/versions/{MINE}-duty:v1.csv")
    rows = rows_of(answer)
    assert rows[1][rows[0].index("Всего")] == "4"
    assert told(rows).items() >= {"Версия": "1", "Состояние": "черновик"}.items()
    now = rows_of(await client.get("/reports/1.csv", params={"region": MINE}))
    assert now[1][now[0].index("Всего")] == "3"
    address = f"/reports/versions/{MINE}-duty:v1.csv"
    public = rows_of(await client.get(address, params={"public": "true"}))
    assert public[1][public[0].index("Всего")] in {"скрыто", "скрыто: менее 5"}
    before = await network.rows(STATE)
    foreign, unknown = [
        await client.get(f"/reports/versions/{one}.csv") for one in (f"{FOREIGN}-duty:v1", "x")
    ]
    assert refusal(foreign) == (404, "NOT_FOUND")
    assert foreign.content == unknown.content
    assert await network.rows(STATE) == before


async def _version(writer: Writer, region: str) -> None:
    duty = {
        "id": f"{region}-duty", "form": 1, "in_region": region, "campaign": "c2019",
        "period_from": START, "period_to": date(2019, 12, 20), "due_on": date(2019, 12, 24),
    }  # fmt: skip
    await write_nodes(writer, "ReportDuty", [duty])
    row = {"id": f"{duty['id']}:v1", "number": 1, "state": "draft", "as_of": MOMENT}
    row |= kept(await build_report(writer, Asked(1, region, MOMENT)))
    await write_nodes(writer, "ReportVersion", [row | {"duty": duty["id"]}])


async def _automation(writer: Writer) -> None:
    account = {"id": "account:automation", "login": "automation", "role": Role.AUTOMATION.value}
    await write_nodes(writer, "Account", [account])
    sees = {"source": account["id"], "target": MINE}
    await write_links(writer, "Account", "sees", [sees])


async def test_photos_come_with_a_list_and_without_a_child_who_may_not_be_shown(
    enter: Enter, network: Graph
) -> None:
    client = await enter("coordinator")
    free, marked = await photo(client), await photo(client, JPEG + b"2")
    await data(client, MARK, id=marked, students=[CHILD])

    async def archive() -> tuple[list[bytes], list[str]]:
        answer = await client.get("/reports/12/media.zip", params={"region": MINE})
        assert answer.status_code == 200, answer.text
        ending = "Республика Татарстан — на 14.10.2019.zip"
        assert name_of(answer) == f"Отчёт 12 Фото и видео мероприятий — {ending}"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
            *files, listed = opened.namelist()
            told = opened.read(listed).decode("utf-8-sig").splitlines()[1:]
            return [opened.read(name) for name in files], [row.split(";")[6] for row in told]

    withheld = "не выдаётся: на нём ребёнок, которого нельзя снимать по согласию (п. 5.4.7)"
    files, states = await archive()
    assert files == [JPEG]
    assert sorted(states) == sorted(["приложен", withheld])
    assert await network.rows(AUDIT) == []
    await network.write(_consent)
    files, states = await archive()
    assert sorted(files) == sorted([JPEG, JPEG + b"2"])
    assert states == ["приложен", "приложен"]
    assert [(row["action"], row["id"]) for row in await network.rows(AUDIT)] == [
        ("view_media", marked)
    ]
    assert free != marked

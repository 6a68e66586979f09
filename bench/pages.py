"""`make bench-pages`: how long the server takes for each page, by role, against the 300 ms allowed.

Signs in as the demo network's people and opens their sections and, of every kind of page that these
lead to, one; in this process, without a network between. The graph is that of ORIENTIR_HOME
(`.orientir-national` by default, as bench.national leaves it) or of ORIENTIR_NEO4J_URI and has to
hold a demo network; nothing is written to it but the demo accounts and sign-ins. Prints a Markdown
table and writes `bench-pages.json` into that folder, or where `--json` says.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import os
import platform
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import orjson
from httpx import AsyncClient, Response
from starlette.applications import Starlette
from starlette.routing import Match, Route

from api.app import create_app
from api.memory import searched_rarely
from api.web.sections import sections_of
from bench.signed_in import signed_in
from graph.around import Seen, watched
from graph.migrations import migrate
from graph.opening import open_graph
from graph.session import Graph
from graph.settings import Settings
from queries import clock
from queries.account.demo import create_demo_accounts
from queries.scope import Actor, actor

ALLOWED_MS: Final = 300.0
ROLES: Final = ("head", "curator", "coordinator")
STEPS: Final = 2
"""How far from the sections pages are looked for: a region's school and its gap are two away."""
ROUNDS: Final = 20
_LINK: Final = re.compile(r'<a [^>]*?href="(/[^"#]*)')
_NOT_A_PAGE: Final = re.compile(
    r"[?&]format=|\.(?:xlsx|csv|zip|docx|pdf)(?:\?|$)|^/(?:static|graphiql)"
)


class Counting:
    """Counts the statements that are sent to the database."""

    def __init__(self) -> None:
        self.statements = 0

    @contextmanager
    def transaction(self, access: str) -> Iterator[Seen]:
        yield self._one

    def _one(self, _: str) -> None:
        self.statements += 1


@dataclass(slots=True)
class Page:
    """One page of a role: the kind it is of, an address of it, and what opening it took."""

    role: str
    kind: str
    address: str
    milliseconds: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return sorted(self.milliseconds)[int(0.95 * (len(self.milliseconds) - 1))]

    @property
    def holds(self) -> bool:
        """Whether it answers, and within what is allowed."""
        return not self.failed and self.median <= ALLOWED_MS

    def told(self) -> dict[str, Any]:
        """For the JSON."""
        own = {"median_ms": round(self.median, 1), "p95_ms": round(self.p95, 1)}
        return asdict(self) | own | {"holds": self.holds}


async def main(home: Path, rounds: int) -> dict[str, Any]:
    """Find the pages, time them in turns, print the table; the same for JSON."""
    settings = Settings(home=home, requests_per_minute=0)
    async with open_graph(settings, owned=True) as graph, AsyncExitStack() as stack:
        await migrate(graph)
        app = create_app(settings, graph)
        accounts = await create_demo_accounts(graph, await clock.now(graph), home)
        clients = {
            role: await stack.enter_async_context(signed_in(app, role, accounts.password))
            for role in ROLES
        }
        pages = [page for role in ROLES for page in await _found(graph, app, role, clients[role])]
        stack.enter_context(searched_rarely())  # As in the application.
        await _time(pages, clients, rounds)
        told = {"machine": _machine(), "rounds": rounds, "students": await _students(graph)}
    _say(f"{told['machine']}; участников {told['students']}; по {rounds} раз.\n\n{table(pages)}")
    return told | {"pages": [one.told() for one in pages]}


def table(pages: list[Page]) -> str:
    """Markdown, the slowest first."""
    lines = [
        f"| кто | страница | медиана, мс | p95, мс | запросов к базе | ≤ {ALLOWED_MS:.0f} мс |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for one in sorted(pages, key=lambda page: -page.median):
        verdict = f"отказ {one.failed[0]}" if one.failed else "да" if one.holds else "**нет**"
        lines.append(
            f"| {one.role} | `{one.kind}` | {one.median:.0f} | {one.p95:.0f} "
            f"| {statistics.median(one.statements):.0f} | {verdict} |"
        )
    return "\n".join(lines)


async def _found(graph: Graph, app: Starlette, role: str, client: AsyncClient) -> list[Page]:
    """The sections of a role that have a page, then one page of each kind they lead to."""
    own = [section.path for section in sections_of(await _actor(graph, role))]
    found = {kind: path for path in own if (kind := kind_of(app, path))}
    waiting = list(found.values())
    for _ in range(STEPS):
        answers = [await client.get(address) for address in waiting]
        waiting = []
        for address in (link for answer in answers for link in links_of(answer)):
            kind = kind_of(app, address.partition("?")[0])
            if kind and kind not in found:
                found[kind] = address
                waiting.append(address)
    return [Page(role, kind, address) for kind, address in found.items()]


def kind_of(app: Starlette, path: str) -> str:
    """The route that a page's address is of, "/regions/{region}"; "" if nothing shows it."""
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "root_path": ""}
    for route in app.routes:
        if route.matches(scope)[0] is Match.FULL:
            return route.path if isinstance(route, Route) else ""
    return ""


def links_of(answer: Response) -> list[str]:
    """The addresses of pages that a page leads to, those without filters before the others."""
    if answer.status_code != HTTPStatus.OK or "text/html" not in answer.headers["content-type"]:
        return []
    links = [html.unescape(link) for link in _LINK.findall(answer.text)]
    return sorted((one for one in links if not _NOT_A_PAGE.search(one)), key=lambda one: "?" in one)


async def _time(pages: list[Page], clients: dict[str, AsyncClient], rounds: int) -> None:
    """Open all of them in an order drawn anew each round; the first round only warms up."""
    dice = random.Random(2019)  # noqa: S311 - an order, not a secret
    for number in range(rounds + 1):
        print(f"проход {number} из {rounds}…", file=sys.stderr)  # noqa: T201
        for page in dice.sample(pages, len(pages)):
            await _open(page, clients[page.role], kept=number > 0)


async def _open(page: Page, client: AsyncClient, *, kept: bool) -> None:
    counting = Counting()
    begun = time.perf_counter()
    with watched(counting):
        answer = await client.get(page.address)
    spent = (time.perf_counter() - begun) * 1000
    if not kept:
        return
    page.milliseconds.append(spent)
    page.statements.append(counting.statements)
    if answer.status_code != HTTPStatus.OK:
        page.failed.append(answer.status_code)


async def _actor(graph: Graph, role: str) -> Actor:
    now = await clock.now(graph)
    found = await graph.read(lambda reader: actor(reader, f"account:{role}", now))
    if found is None:
        raise RuntimeError(f"the demo network has no {role}")
    return found


async def _students(graph: Graph) -> int:
    return int((await graph.rows("MATCH (s:Student) RETURN count(s) AS students"))[0]["students"])


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} ядра, нагрузка {os.getloadavg()[0]:.1f}"


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - what this program is run for


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--json", type=Path, default=None)
    given = asked.parse_args()
    os.environ.setdefault("ORIENTIR_DB_HEAP", "4g")
    os.environ.setdefault("ORIENTIR_DB_PAGE_CACHE", "4g")
    os.environ.setdefault("ORIENTIR_LOG_LEVEL", "WARNING")
    place = Path(os.environ.get("ORIENTIR_HOME", ".orientir-national")).absolute()
    found = asyncio.run(main(place, given.rounds))
    out: Path = given.json or place / "bench-pages.json"
    out.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))

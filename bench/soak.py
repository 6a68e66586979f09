"""`make soak`: two hundred people at once for twenty minutes, with checks and reports beside them.

A served application of its own (`orientir run`) on the network that `make bench-growth` leaves in
ORIENTIR_HOME; people are in this process and reach it by 127.0.0.1. Each waits 20-60 seconds
between two steps, as somebody who reads does; a fifth of the steps register a child, whose key and
answer are kept and compared with the graph at the end. From the middle on one client asks as fast
as it can. Prints a Markdown table, a row a minute, and what follows from it; exits with 1 unless
nobody was refused but that client, no check or report failed, nothing was lost or doubled, memory
stayed and the others hardly noticed that client.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx

from bench.national import after_scans
from graph.opening import open_graph
from graph.server import LocalServer
from graph.server.process import read_state
from graph.session import Graph
from graph.settings import Settings
from graph.writing import write_nodes
from queries import clock
from queries.account.demo import create_demo_accounts
from queries.account.password import fingerprint

PEOPLE: Final = 200
SHARES: Final = {"coordinator": 0.7, "curator": 0.2, "head": 0.1}
WRITES: Final = 0.2 / SHARES["coordinator"]
"""How many of a coordinator's steps are writes, so that a fifth of all steps are."""
PAUSE: Final = (20.0, 60.0)
ARRIVE: Final = 180.0
"""Seconds in which all have signed in, each with an account of their own."""
GROWN: Final = 1.15
"""How many times its early memory a server may hold in the last minutes."""
SLOWED: Final = 1.5
"""How many times their p95 without that client the others' may be beside it."""
FAMILY: Final = "Нагрузка"
PAGES: Final = {
    "coordinator": ("/today", "/practicums", "/requests", "/reports", "/contracts", "/alerts"),
    "curator": ("/overview", "/regions", "/links", "/requests", "/alerts"),
    "head": ("/overview", "/regions", "/reports", "/appeals"),
}
LIST: Final = """{ schools(first: 20, orderBy: [{field: NAME}]) {
  edges { node { name municipality { name } } } } }"""
REGISTER: Final = """mutation($key: String!, $input: RegisterStudentInput!) {
  registerStudent(idempotencyKey: $key, input: $input) {
    __typename ... on Changed { id } ... on Problem { code } } }"""
OF_ROLES: Final = """
MATCH (p:Person)
WITH p.id AS id, CASE WHEN EXISTS { (p)-[k:WORKS_FOR]->(:Operator) WHERE k.heads_curators }
  THEN 'head' WHEN EXISTS { (p)-[:CURATES]->(:Region) } THEN 'curator'
  WHEN EXISTS { (p)-[:COORDINATES]->(:Region {id: $region}) } THEN 'coordinator' END AS role
WHERE role IS NOT NULL
RETURN role, collect(id) AS people ORDER BY role
"""
REGION: Final = """
MATCH (:Account {login: 'coordinator'})-[:ACCOUNT_OF]->(:Person)-[:COORDINATES]->(r:Region)
RETURN r.id AS region LIMIT 1
"""
SCHOOLS: Final = """
MATCH (s:School {region: $region}) WITH s ORDER BY s.id LIMIT 100 RETURN collect(s.id) AS ids
"""
WRITTEN: Final = """
MATCH (s:Student {family_name: $family}) WHERE s.given_name STARTS WITH $run
RETURN s.id AS id, s.given_name AS token
"""


@dataclass
class Minute:
    """What one minute showed."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    abuse: Counter[int] = field(default_factory=Counter)
    api_mb: int = 0
    java_mb: int = 0


@dataclass
class Soak:
    """A run: where it asks, until when, what it has seen, and what it was acknowledged."""

    site: str
    minutes: int
    region: str
    schools: list[str]
    password: str
    begun: float = field(default_factory=time.monotonic)
    run: str = field(default_factory=lambda: f"{time.time():.0f}")
    seen: list[Minute] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    beside: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.seen = [Minute() for _ in range(self.minutes + 1)]

    @property
    def now(self) -> Minute:
        return self.seen[min(int((time.monotonic() - self.begun) / 60), self.minutes)]

    @property
    def over(self) -> bool:
        return time.monotonic() - self.begun > 60 * self.minutes


async def person(soak: Soak, number: int, role: str) -> None:
    """Reads, waits, reads; a coordinator registers a child now and then."""
    dice = random.Random(number)  # noqa: S311 - what somebody does next
    await asyncio.sleep(dice.uniform(0, ARRIVE))
    async with client(soak, login_of(number)) as own:
        count = 0
        while not soak.over:
            await asyncio.sleep(dice.uniform(*PAUSE))
            if role == "coordinator" and dice.random() < WRITES:
                count += 1
                await write(soak, own, dice, f"{soak.run} {number} {count}")
            else:
                await read(soak, own, dice, role)


def login_of(number: int) -> str:
    """Of one of the people; the one after the last is the client that asks too often."""
    return f"soak-{number:03}"


async def make_accounts(graph: Graph, roles: list[str], region: str, password: str) -> None:
    """An account for each, of somebody who has that role; several of one person if they are few."""
    found = await graph.rows(OF_ROLES, {"region": region})
    people = {row["role"]: row["people"] for row in found}
    kept = await fingerprint(password)
    rows = [
        {"id": f"account:{login_of(number)}", "login": login_of(number), "role": role,
         "person": people[role][number % len(people[role])], "password_hash": kept}
        for number, role in enumerate(roles)
    ]  # fmt: skip
    await graph.write(lambda writer: write_nodes(writer, "Account", rows))


@asynccontextmanager
async def client(soak: Soak, login: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=soak.site, timeout=60, trust_env=False) as own:
        answer = await own.post("/sign-in", data={"login": login, "password": soak.password})
        if answer.status_code != HTTPStatus.SEE_OTHER:
            soak.now.refused[f"вход {answer.status_code}"] += 1
        yield own


async def read(soak: Soak, own: httpx.AsyncClient, dice: random.Random, role: str) -> None:
    """A page, or a question of a tool, one in five."""
    begun = time.monotonic()
    if dice.random() < 0.2:
        answer = await own.post("/graphql", json={"query": LIST})
    else:
        answer = await own.get(dice.choice(PAGES[role]))
    soak.now.reads.append(time.monotonic() - begun)
    if answer.status_code != HTTPStatus.OK or b'"errors"' in answer.content[:200]:
        soak.now.refused[f"чтение {answer.status_code}"] += 1


async def write(soak: Soak, own: httpx.AsyncClient, dice: random.Random, token: str) -> None:
    given = {
        "familyName": FAMILY, "givenName": token, "grade": 8, "inRegion": soak.region,
        "school": dice.choice(soak.schools), "birthDate": "2006-03-04", "from": "2019-09-02",
    }  # fmt: skip
    begun = time.monotonic()
    answer = await own.post(
        "/graphql", json={"query": REGISTER, "variables": {"key": token, "input": given}}
    )
    soak.now.writes.append(time.monotonic() - begun)
    told: Any = answer.json()
    outcome = (told.get("data") or {}).get("registerStudent") or {}
    if outcome.get("__typename") == "Changed":
        soak.acknowledged[token] = outcome["id"]
    else:
        soak.now.refused[f"запись {answer.status_code} {outcome.get('code', '')}"] += 1


async def abuse(soak: Soak) -> None:
    """One client that asks as fast as it can, twenty at once, in the second half."""
    await asyncio.sleep(30 * soak.minutes)
    async with client(soak, login_of(PEOPLE)) as own:

        async def forever() -> None:
            while not soak.over:
                answer = await own.post("/graphql", json={"query": LIST})
                soak.now.abuse[answer.status_code] += 1

        await asyncio.gather(*(forever() for _ in range(20)))


async def beside(soak: Soak, graph: Graph, home: Path) -> None:
    """Checks of all regions and a report, one after another, again and again."""
    while not soak.over:
        soak.beside.update(await check_and_report(graph, home, soak.region))
        await asyncio.sleep(20)


async def check_and_report(graph: Graph, home: Path, region: str) -> list[str]:
    """Once each, as processes of their own; their names, of one that failed with its last words."""
    as_of = await after_scans(graph, await clock.now(graph)) + timedelta(minutes=1)
    work = {
        "проверка": ("scan", "--as-of", as_of.isoformat()),
        "отчёт": ("reports", "make", "1", "--region", region, "--out", str(home / "soak")),
    }
    told = []
    for name, arguments in work.items():
        process = await asyncio.create_subprocess_exec(
            *_command(*arguments), env=_own(home), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        _, errors = await process.communicate()
        told.append(name + (f": {errors.decode()[-200:]}" if process.returncode else ""))
    return told


async def weigh(soak: Soak, api: int, java: int) -> None:
    """Resident memory of the application and of Neo4j, at the end of each minute."""
    while not soak.over:
        await asyncio.sleep(5)
        soak.now.api_mb, soak.now.java_mb = _resident(api), _resident(java)


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "cli.main", *arguments]


def _own(home: Path) -> dict[str, str]:
    return os.environ | {"ORIENTIR_HOME": str(home), "ORIENTIR_LOG_LEVEL": "INFO"}


@contextmanager
def served(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`orientir run` while the block lasts; its log is `soak.log`."""
    with (home / "soak.log").open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own command
            _command("run", "--no-demo", "--port", str(port)),
            env=_own(home), stdout=out, stderr=out,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def wait_warmed(process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it has said that the plans of its pages are made: people come to one that runs."""
    while process.poll() is None:
        if '"event": "warmed"' in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.5)
    raise RuntimeError("the application has ended; see soak.log")


async def compared(soak: Soak, graph: Graph) -> dict[str, int]:
    """Acknowledged writes that are lost, and those that are there twice."""
    rows = await graph.rows(WRITTEN, {"family": FAMILY, "run": f"{soak.run} "})
    there = {row["token"]: row["id"] for row in rows}
    times = Counter(row["token"] for row in rows)
    return {
        "подтверждено": len(soak.acknowledged),
        "потеряно": sum(there.get(token) != one for token, one in soak.acknowledged.items()),
        "удвоено": sum(count > 1 for count in times.values()),
    }


def table(soak: Soak) -> str:
    """Markdown, a row a minute."""
    lines = [
        "| минута | чтений | медиана, мс | p95, мс | записей | медиана, мс | p95, мс | отказов "
        "| приложение, МиБ | Neo4j, МиБ | нарушитель: 200 / 429 |",
        f"|{'---|' * 11}",
    ]
    for number, one in enumerate(soak.seen[: soak.minutes], 1):
        told = " | ".join(
            f"{len(x)} | {_ms(x, 0.5)} | {_ms(x, 0.95)}" for x in (one.reads, one.writes)
        )
        lines.append(
            f"| {number} | {told} | {sum(one.refused.values())} | {one.api_mb} | {one.java_mb} "
            f"| {one.abuse[200]} / {one.abuse[429]} |"
        )
    return "\n".join(lines)


def _ms(seconds: list[float], part: float) -> str:
    return f"{1000 * _at(seconds, part):.0f}" if seconds else "—"


def _at(seconds: list[float], part: float) -> float:
    return sorted(seconds)[int(part * (len(seconds) - 1))]


def verdict(soak: Soak, kept: dict[str, int]) -> tuple[bool, list[str]]:
    """Whether it held, and what is to be told of it."""
    half = soak.minutes // 2
    refused = sum((one.refused for one in soak.seen), Counter[str]())
    early = statistics.mean(one.api_mb for one in soak.seen[half - 2 : half])
    late = statistics.mean(one.api_mb for one in soak.seen[soak.minutes - 2 : soak.minutes])
    before = [spent for one in soak.seen[3:half] for spent in one.reads]
    during = [spent for one in soak.seen[half : soak.minutes] for spent in one.reads]
    abused = sum((one.abuse for one in soak.seen), Counter[int]())
    kept_up = not refused and set(soak.beside) == {"проверка", "отчёт"} and late <= GROWN * early
    written = not kept["потеряно"] and not kept["удвоено"]
    bounded = abused[429] > abused[200] and set(abused) <= {200, 429}
    unnoticed = _at(during, 0.95) <= SLOWED * _at(before, 0.95)
    return kept_up and written and bounded and unnoticed, [
        f"отказов: {dict(refused) or 0}; записи: {kept}; рядом: {dict(soak.beside)}",
        f"память приложения: {early:.0f} → {late:.0f} МиБ",
        f"p95 чтения без нарушителя {_ms(before, 0.95)} мс, с ним {_ms(during, 0.95)} мс; "
        f"ему отвечено: {dict(abused)}",
    ]


async def main(home: Path, minutes: int) -> bool:
    """Run it all; whether it held."""
    settings = Settings(home=home, db_heap="3g", db_page_cache="2g")
    async with open_graph(settings, owned=False) as graph, AsyncExitStack() as stack:
        now = await clock.now(graph)
        accounts = await create_demo_accounts(graph, now, home)
        region = (await graph.rows(REGION))[0]["region"]
        roles = [role for role, share in SHARES.items() for _ in range(round(PEOPLE * share))]
        await make_accounts(graph, [*roles, "curator"], region, accounts.password)
        schools = (await graph.rows(SCHOOLS, {"region": region}))[0]["ids"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = stack.enter_context(served(home, port))
        site = f"http://127.0.0.1:{port}"
        wait_warmed(process, home / "soak.log")
        java = read_state(LocalServer.of(settings).folder.state)
        assert java is not None  # noqa: S101 - it answers
        # The day's check is of before anybody comes: at 06:00 of a region's own clock.
        first = await check_and_report(graph, home, region)
        soak = Soak(site, minutes, region, schools, accounts.password)
        soak.beside.update(first)
        await asyncio.gather(
            *(person(soak, number, role) for number, role in enumerate(roles)),
            abuse(soak), beside(soak, graph, home), weigh(soak, process.pid, java.java.pid),
        )  # fmt: skip
        held, told = verdict(soak, await compared(soak, graph))
    print("\n\n".join([table(soak), *told, "выдержало" if held else "НЕ ВЫДЕРЖАЛО"]))  # noqa: T201
    return held


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--minutes", type=int, default=20)
    place = Path(os.environ.get("ORIENTIR_HOME", ".orientir-growth/100000")).absolute()
    sys.exit(0 if asyncio.run(main(place, asked.parse_args().minutes)) else 1)

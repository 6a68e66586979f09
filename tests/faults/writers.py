"""People who register children by GraphQL and don't give up: the same key until acknowledged."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import httpx

from tests.api.planted import MINE, PASSWORD
from tests.faults.ledger import FAMILY, Ledger

REGISTER: Final = """
mutation Register($key: String!, $input: RegisterStudentInput!) {
  registerStudent(idempotencyKey: $key, input: $input) {
    __typename
    ... on Changed { id }
    ... on Problem { code message }
  }
}
"""
PAUSE: Final = 0.1
WAITS: Final = httpx.Timeout(15)


class Writers:
    """So many people at once, each with a session of its own; `done` when all is acknowledged."""

    def __init__(self, site: str, ledger: Ledger, people: int, each: int, name: str) -> None:
        self._site, self._ledger, self._each = site, ledger, each
        self._name = name
        self._people = people
        self.refusals: list[str] = []

    async def done(self) -> None:
        await asyncio.gather(*(self._person(number) for number in range(self._people)))

    async def _person(self, number: int) -> None:
        async with httpx.AsyncClient(base_url=self._site, timeout=WAITS) as client:
            await self._enter(client)
            for count in range(self._each):
                token = f"{self._name} {number} {count}"
                self._ledger.asked.add(token)
                self._ledger.acknowledged[token] = await self._registered(client, token)

    async def _enter(self, client: httpx.AsyncClient) -> None:
        while True:
            try:
                answer = await client.post(
                    "/sign-in", data={"login": "coordinator", "password": PASSWORD}
                )
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == httpx.codes.SEE_OTHER:
                return
            await asyncio.sleep(PAUSE)

    async def _registered(self, client: httpx.AsyncClient, token: str) -> str:
        given = {
            "familyName": FAMILY, "givenName": token, "grade": 8, "inRegion": MINE,
            "school": f"{MINE}-school-1", "birthDate": "2006-03-04", "from": "2019-09-02",
        }  # fmt: skip
        asked = {"query": REGISTER, "variables": {"key": token, "input": given}}
        while True:
            told = await self._told(client, asked)
            if told is not None:
                assert told["__typename"] == "Changed", told
                return str(told["id"])
            await asyncio.sleep(PAUSE)

    async def _told(self, client: httpx.AsyncClient, asked: dict[str, Any]) -> Any:
        """The outcome, or None if nobody could say one: then it is asked for again."""
        try:
            answer = await client.post("/graphql", json=asked)
        except httpx.TransportError as error:
            self.refusals.append(type(error).__name__)
            return None
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            await self._enter(client)
            return None
        shown = answer.json()
        if answer.status_code == httpx.codes.OK and "errors" not in shown:
            return shown["data"]["registerStudent"]
        self.refusals.append(shown["errors"][0]["extensions"]["code"])
        return None

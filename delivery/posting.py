"""The way of messages: taken from the outbox, checked anew, written, sent, settled.

One that is cut off anywhere is taken up again: before it is sent nothing is lost, after that it
comes a second time with the same key. Source: clause 3.1; requirements: one digest a person and
business day, the state checked again right before sending.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Final

import anyio

from delivery.channel import Channel
from delivery.layout import Sheet, digest_sheet, urgent_sheet
from delivery.message import Message, written
from delivery.sending import send
from graph.errors import GraphUnavailableError, OrientirError
from graph.session import Graph, Reader
from graph.settings import Settings
from queries.alert import digest as reading
from queries.alert import outbox
from queries.alert.outbox import Claimed, Waiting
from queries.alert.recipient import Recipient, recipients
from queries.alert.wanted import Checked, still_wanted

AT_A_TIME: Final = 4
"""People told at one moment."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one person's message (ids only): of `deliveries` some were dropped.

    `state` is sent, failed, dead, dropped; of a dry run what would be done: would_send.
    """

    person: str
    kind: str
    deliveries: int
    dropped: int
    state: str


def site_of(settings: Settings) -> str:
    """Where the links of messages lead, without a slash at the end."""
    return (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")


class Post:
    """One run's way from the outbox to people: its channels, clock and what it has checked."""

    def __init__(self, graph: Graph, channels: Collection[Channel], now: Clock, site: str) -> None:
        self._graph = graph
        self._channels = channels
        self._now = now
        self._site = site
        self._checked = Checked(graph)

    async def at_once(
        self, regions: Collection[str] | None = None, *, dry_run: bool = False
    ) -> list[Told]:
        """Send what is urgent or to be repeated; by person. With `dry_run` only say what.

        Without channels everything goes on waiting; so do digests.
        """
        if not self._channels and not dry_run:
            return []
        people = await self._people(regions, lambda one: one.at_once > 0)
        if dry_run:
            return await self._would_send(people, digest=False)
        return await self._each(people, self._person_at_once)

    async def digests(
        self,
        regions: Collection[str] | None = None,
        zone: str | None = None,
        *,
        dry_run: bool = False,
    ) -> list[Told]:
        """Send the day's digest to those whose day it is, by the clock of `zone` or of any.

        On a day off there is none: what waits goes with the next one.
        """
        if not self._channels and not dry_run:
            return []
        found = await self._people(regions, lambda one: one.for_digest > 0)
        people = [
            one for one in found if zone in (None, one.zone) and one.works_on(one.day(self._now()))
        ]
        if dry_run:
            return await self._would_send(people, digest=True)
        return await self._each(people, self._person_digest)

    async def _people(
        self, regions: Collection[str] | None, chosen: Callable[[Waiting], bool]
    ) -> list[Recipient]:
        now = self._now()
        found = await self._graph.read(partial(outbox.waiting, now=now, regions=regions))
        ids = [one.person for one in found if chosen(one)]
        known = await self._graph.read(partial(recipients, ids=ids, moment=now))
        return [known[id_] for id_ in sorted(known)]

    async def _each(
        self,
        people: Iterable[Recipient],
        work: Callable[[Recipient], Awaitable[list[Told]]],
    ) -> list[Told]:
        """Do the work for each person; what fails for one doesn't stop it for the others."""
        told: list[Told] = []
        failed: list[OrientirError] = []
        limiter = anyio.CapacityLimiter(AT_A_TIME)

        async def one(person: Recipient) -> None:
            async with limiter:
                try:
                    told.extend(await work(person))
                except OrientirError as error:
                    failed.append(error)

        async with anyio.create_task_group() as group:
            for person in people:
                group.start_soon(one, person)
        for error in failed:
            if isinstance(error, GraphUnavailableError):
                raise error
        if failed:
            raise OrientirError(
                f"Сообщений не отправлено из-за ошибок: {len(failed)}. Первая: {failed[0].message}"
            )
        return sorted(told, key=lambda one: (one.person, one.kind))

    async def _person_at_once(self, person: Recipient) -> list[Told]:
        await self._check(person)
        now = self._now()
        taken = await outbox.claim_at_once(self._graph, person.id, person.day(now), now)
        return [await self._deliver(claimed, person) for claimed in taken]

    async def _person_digest(self, person: Recipient) -> list[Told]:
        await self._check(person)
        now = self._now()
        taken = await outbox.claim_digest(self._graph, person.id, person.day(now), now)
        return [await self._deliver(taken, person)] if taken else []

    async def _check(self, person: Recipient) -> None:
        """Ask the rules anew before anything is taken: in many regions that takes minutes."""
        now = self._now()
        would = partial(outbox.would_claim, person=person.id, day=person.day(now), now=now)
        for claimed in await self._graph.read(would):
            await self._checked.check(claimed.deliveries, now)

    async def _deliver(self, claimed: Claimed, person: Recipient) -> Told:
        now = self._now()
        wanted = await self._checked.wanted(claimed.deliveries, person, now)
        needless = sorted(set(claimed.deliveries) - set(wanted))
        await outbox.drop(self._graph, needless)
        kept = replace(claimed, deliveries=tuple(wanted))
        state = await self._send(kept, person) if wanted else "dropped"
        kind = "urgent" if claimed.urgent else "digest"
        return Told(person.id, kind, len(claimed.deliveries), len(needless), state)

    async def _send(self, claimed: Claimed, person: Recipient) -> str:
        message = await self._written(claimed, person)
        outcome = await send(self._channels, person, message)
        error = "; ".join(outcome.refused)
        if outcome.took:
            names = ", ".join(outcome.took)
            await outbox.settle_sent(self._graph, claimed, self._now(), names, error or None)
            return "sent"
        dead = await outbox.settle_failed(
            self._graph,
            claimed,
            self._now(),
            error or "нет адреса для каналов",
            hopeless=not outcome.tried,
        )
        return "dead" if dead else "failed"

    async def _written(self, claimed: Claimed, person: Recipient) -> Message:
        now = self._now()

        async def read(reader: Reader) -> Sheet:
            asked = (reader, person.actor(), claimed.deliveries, now)
            if claimed.urgent:
                return urgent_sheet(await reading.urgent(*asked), self._site)
            return digest_sheet(await reading.digest(*asked), person.day(now), self._site)

        return written(await self._graph.read(read), claimed.message, person.id)

    async def _would_send(self, people: Iterable[Recipient], *, digest: bool) -> list[Told]:
        return [
            told
            for person in people
            for told in await self._graph.read(
                partial(self._would_tell, person=person, digest=digest)
            )
        ]

    async def _would_tell(self, reader: Reader, person: Recipient, digest: bool) -> list[Told]:
        now = self._now()
        day: date = person.day(now)
        told = []
        for claimed in await outbox.would_claim(reader, person.id, day, now):
            is_digest = claimed.message == outbox.digest_key(person.id, day)
            if (is_digest and claimed.attempt == 1) != digest:
                continue
            wanted = await still_wanted(reader, list(claimed.deliveries), person)
            needless = len(claimed.deliveries) - len(wanted)
            kind = "urgent" if claimed.urgent else "digest"
            state = "would_send" if wanted else "dropped"
            told.append(Told(person.id, kind, len(claimed.deliveries), needless, state))
        return told

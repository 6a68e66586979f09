"""The audit of everything, for a head: who did what, and to which record.

A child's own fields are told as changed and never shown: consents are not asked about here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import strawberry

from api.change.history import FieldChange, HistoryEntry, as_text, shown
from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Info
from api.field import resolved
from api.node.naming import camel
from graph.session import Row
from queries.audit import listing
from queries.audit.listing import Made, Wanted
from queries.audit.reading import Seen
from queries.scope import Actor

_ACCESS: Final = frozenset({"Account", "Token"})
"""What a head manages: all of it is told, there is nothing of a child in it."""
_ACCESS_TITLES: Final = {
    "account": "запись",
    "disabled_at": "отключена",
    "ended": "закончено входов",
    "expires_at": "действует до",
    "has_password": "входит паролем",
    "limited_to": "только регионы",
    "login": "имя для входа",
    "name": "название",
    "oidc_issuer": "издатель единого входа",
    "oidc_subject": "субъект единого входа",
    "person": "лицо",
    "revoked_at": "отозван",
    "role": "роль",
    "scopes": "права",
    "sees": "видит регионы",
}


@strawberry.type(description="Одна запись журнала изменений (видит только руководитель)")
class AuditEntry(HistoryEntry):
    login: str | None = strawberry.field(description="имя для входа того, кто это сделал")
    program: str | None = strawberry.field(description="если не человек: кто, словами")
    record: strawberry.ID = strawberry.field(description="с какой записью")
    region: strawberry.ID | None = strawberry.field(
        description="журнал какого региона; null — общий"
    )


@strawberry.input(description="Какие записи журнала; всё названное вместе")
class AuditFilter:
    account: strawberry.ID | None = strawberry.field(default=None, description="чьи")
    action: str | None = strawberry.field(default=None, description="имя изменения")
    label: str | None = strawberry.field(default=None, description="тип записи модели")
    record: strawberry.ID | None = strawberry.field(default=None, description="одна запись")
    region: strawberry.ID | None = strawberry.field(default=None, description="журнал региона")
    since: datetime | None = strawberry.field(default=None, description="с этого момента")
    until: datetime | None = strawberry.field(default=None, description="до этого момента")


@strawberry.type
class TrailQuery:
    @resolved("журнал изменений, сначала новые (руководитель)")
    async def audit_entries(
        self,
        info: Info,
        filter: AuditFilter | None = None,
        first: First = DEFAULT_FIRST,
        after: After = None,
    ) -> Connection[AuditEntry]:
        graph, actor = info.context.graph, info.context.actor
        wanted = Wanted(**vars(filter)) if filter else Wanted()

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            last = (position[0], position[1]) if position else None
            found = await graph.read(lambda r: listing.entry_page(r, actor, wanted, limit, last))
            return [{"made": one} for one in found]

        async def count() -> int:
            return await graph.read(lambda r: listing.count_entries(r, actor, wanted))

        source = Source(fetch, count, _key, lambda row: _told(row["made"], actor), 2)
        return await page(source, info.context.budget, first, after)


def _key(row: Row) -> Key:
    made: Made = row["made"]
    return (made.entry.at.isoformat(), made.entry.id)


def _told(made: Made, actor: Actor) -> AuditEntry:
    entry = made.entry
    told = shown(entry, actor, Seen(made.record, (entry.label,), consented=False))
    if entry.label in _ACCESS:
        told.changes = _of_access(entry.before or {}, entry.after or {})
    return AuditEntry(
        **vars(told),
        login=made.login,
        program=made.program,
        record=strawberry.ID(made.record),
        region=strawberry.ID(made.region) if made.region else None,
    )


def _of_access(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    return [
        FieldChange(
            field=camel(name),
            title=_ACCESS_TITLES.get(name, name),
            before=as_text(before.get(name)),
            after=as_text(after.get(name)),
            hidden=False,
        )
        for name in sorted(before.keys() | after.keys())
    ]

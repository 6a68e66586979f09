"""Asking who one is, for one's sign-ins; for a head: accounts and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from api.auth.types import Account, SignIn, Token, Viewer, account_type, token_type
from api.connection import DEFAULT_FIRST, After, Connection, First, Key, Source, page
from api.context import Info
from api.field import resolved
from graph.model.account import Role
from graph.session import Row
from queries.account import reads
from queries.account.reads import WantedAccounts


@strawberry.type
class ViewerQuery:
    @resolved("кто вошёл")
    def viewer(self, info: Info) -> Viewer:
        actor = info.context.actor
        return Viewer(
            login=info.context.login,
            role=actor.role,
            everything=actor.everything,
            regions=[strawberry.ID(region) for region in sorted(actor.regions)],
            read_only=actor.read_only,
        )

    @resolved("свои последние входы и отклонённые попытки, сначала новые")
    async def sign_ins(self, info: Info) -> list[SignIn]:
        context = info.context
        context.budget.spend(reads.MOST_SIGN_INS)
        found = await context.graph.read(
            lambda reader: reads.own_sign_ins(reader, context.actor, context.wall())
        )
        return [SignIn(**row) for row in found]

    @resolved("учётные записи по имени (руководитель)")
    async def accounts(
        self,
        info: Info,
        role: Role | None = None,
        search: Annotated[
            str | None, strawberry.argument(description="часть имени для входа")
        ] = None,
        first: First = DEFAULT_FIRST,
        after: After = None,
    ) -> Connection[Account]:
        graph, actor, at = info.context.graph, info.context.actor, info.context.wall()
        wanted = WantedAccounts(role=role, search=search)

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            return await graph.read(
                lambda r: reads.account_page(r, actor, wanted, at, limit, position)
            )

        async def count() -> int:
            return await graph.read(lambda r: reads.count_accounts(r, actor, wanted))

        source = Source(fetch, count, lambda row: (row["login"],), account_type, 1)
        return await page(source, info.context.budget, first, after)

    @resolved("одна учётная запись; null, если её нет (руководитель)")
    async def account(self, info: Info, id: strawberry.ID) -> Account | None:
        context, wanted = info.context, WantedAccounts(account=str(id))
        found = await context.graph.read(
            lambda r: reads.account_page(r, context.actor, wanted, context.wall(), 1, None)
        )
        return account_type(found[0]) if found else None

    @resolved("ключи автоматики по названию, и отозванные (руководитель)")
    async def tokens(
        self,
        info: Info,
        account: strawberry.ID | None = None,
        first: First = DEFAULT_FIRST,
        after: After = None,
    ) -> Connection[Token]:
        graph, actor, holder = info.context.graph, info.context.actor, account and str(account)

        async def fetch(limit: int, position: Key | None) -> Sequence[Row]:
            return await graph.read(lambda r: reads.token_page(r, actor, holder, limit, position))

        async def count() -> int:
            return await graph.read(lambda r: reads.count_tokens(r, actor, holder))

        source = Source(fetch, count, lambda row: (row["name"], row["id"]), token_type, 2)
        return await page(source, info.context.budget, first, after)

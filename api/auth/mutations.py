"""Ending one's own sign-in; for a head: accounts, tokens, the sign-ins of others.

Who may is decided in queries.account, not here. Secrets are answered once and kept nowhere: these
results must not be stored for a repeat.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar

import strawberry

from api.auth.types import (
    AccountCreated,
    AccountDisabled,
    AccountRefusal,
    SignInsRevoked,
    TokenCreated,
    TokenRevoked,
    refusal,
)
from api.context import Info
from api.field import resolved
from graph.model.account import Role, TokenScope
from graph.session import Writer
from queries.account import writes
from queries.account.access import AccountError, require_head
from queries.account.password import fingerprint
from queries.account.token import NewToken, create_token, revoke_token

T = TypeVar("T")
SignInsResult = Annotated[SignInsRevoked | AccountRefusal, strawberry.union("RevokeSignInsResult")]
CreateResult = Annotated[AccountCreated | AccountRefusal, strawberry.union("CreateAccountResult")]
CloseResult = Annotated[AccountDisabled | AccountRefusal, strawberry.union("DisableAccountResult")]
IssueResult = Annotated[TokenCreated | AccountRefusal, strawberry.union("CreateTokenResult")]
RevokeResult = Annotated[TokenRevoked | AccountRefusal, strawberry.union("RevokeTokenResult")]


@strawberry.type
class ViewerMutation:
    @resolved("закончить свой вход; действует сразу")
    async def sign_out(self, info: Info) -> bool:
        return await info.context.sign_out()

    @resolved("закончить все свои входы, и этот; сколько их действовало")
    async def sign_out_everywhere(self, info: Info) -> int:
        context = info.context
        return await context.graph.write(
            lambda w: writes.end_own_sign_ins(w, context.actor, context.wall())
        )

    @resolved("закончить все входы записи (руководитель)")
    async def revoke_sign_ins(self, info: Info, account: strawberry.ID) -> SignInsResult:
        context = info.context
        count = await _done(
            info,
            lambda w: writes.end_sign_ins(w, context.actor, str(account), context.wall()),
        )
        return count if isinstance(count, AccountRefusal) else SignInsRevoked(count=count)

    @resolved("создать запись; людям — с паролем, который показывается один раз (руководитель)")
    async def create_account(
        self,
        info: Info,
        login: str,
        role: Role,
        person: strawberry.ID | None = None,
        regions: list[strawberry.ID] | None = None,
    ) -> CreateResult:
        actor, at = info.context.actor, info.context.wall()
        # Before the password is hashed: a quarter of a second of work is a head's to ask for.
        require_head(actor)
        password = None if role is Role.AUTOMATION else writes.made_password()
        new = writes.NewAccount(
            login,
            role,
            person and str(person),
            [str(region) for region in regions or ()],
            await fingerprint(password) if password else None,
        )
        made = await _done(info, lambda w: writes.create_account(w, actor, new, at))
        if isinstance(made, AccountRefusal):
            return made
        return AccountCreated(id=strawberry.ID(made), password=password)

    @resolved("отключить запись вместе с её входами и ключами (руководитель)")
    async def disable_account(self, info: Info, account: strawberry.ID) -> CloseResult:
        actor, at = info.context.actor, info.context.wall()
        done = await _done(info, lambda w: writes.disable_account(w, actor, str(account), at))
        if isinstance(done, AccountRefusal):
            return done
        return AccountDisabled(id=strawberry.ID(done))

    @resolved("выдать ключ записи автоматики на срок до 366 дней (руководитель)")
    async def create_token(
        self,
        info: Info,
        account: strawberry.ID,
        name: str,
        scopes: list[TokenScope],
        expires_at: datetime,
        regions: list[strawberry.ID] | None = None,
    ) -> IssueResult:
        actor, at = info.context.actor, info.context.wall()
        limited = [str(region) for region in regions or ()]
        new = NewToken(str(account), name, scopes, expires_at, limited)
        made = await _done(info, lambda w: create_token(w, actor, new, at))
        if isinstance(made, AccountRefusal):
            return made
        return TokenCreated(id=strawberry.ID(made.id), secret=made.secret)

    @resolved("отозвать ключ; действует сразу (руководитель)")
    async def revoke_token(self, info: Info, token: strawberry.ID) -> RevokeResult:
        actor, at = info.context.actor, info.context.wall()
        done = await _done(info, lambda w: revoke_token(w, actor, str(token), at))
        return done if isinstance(done, AccountRefusal) else TokenRevoked(id=strawberry.ID(done))


async def _done(info: Info, work: Callable[[Writer], Awaitable[T]]) -> T | AccountRefusal:
    """The result of `work` in one transaction, or why it was refused."""
    try:
        return await info.context.graph.write(work)
    except AccountError as error:
        return refusal(error)

"""The viewer, accounts, tokens and sign-ins as GraphQL types."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from api.declared import enumeration
from graph.model.account import Role, TokenScope
from graph.session import Row
from queries.account.access import AccountError

enumeration(Role)
enumeration(TokenScope)


@strawberry.type(description="Кто вошёл")
class Viewer:
    login: str
    role: Role
    everything: bool = strawberry.field(description="видит все регионы")
    regions: list[strawberry.ID] = strawberry.field(
        description="коды регионов; пусто, если everything"
    )
    read_only: bool = strawberry.field(description="только читает: изменения отклоняются")


@strawberry.type(description="Учётная запись (видит только руководитель)")
class Account:
    id: strawberry.ID
    login: str = strawberry.field(description="имя для входа")
    role: Role
    person: strawberry.ID | None = strawberry.field(description="лицо сети")
    regions: list[strawberry.ID] = strawberry.field(
        description="регионы, названные у самой записи (ОИВ, автоматика)"
    )
    has_password: bool = strawberry.field(description="входит паролем")
    has_oidc: bool = strawberry.field(description="связана с единым входом")
    created_at: datetime | None
    disabled_at: datetime | None
    signed_in_at: datetime | None = strawberry.field(
        description="последний вход; null — ни одного за месяц"
    )
    lasting_sign_ins: int = strawberry.field(description="сколько входов действует сейчас")


@strawberry.type(description="Ключ автоматики, без секрета (видит только руководитель)")
class Token:
    id: strawberry.ID
    name: str
    account: strawberry.ID
    login: str = strawberry.field(description="имя учётной записи")
    scopes: list[TokenScope]
    regions: list[strawberry.ID] | None = strawberry.field(
        description="только эти регионы; null — все, что видит запись"
    )
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_on: date | None = strawberry.field(description="последний день использования (UTC)")


@strawberry.type(description="Свой вход или отклонённая попытка войти")
class SignIn:
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    refused: bool = strawberry.field(description="попытка с неверным паролем")
    lasts: bool = strawberry.field(description="действует сейчас")


@strawberry.type(description="Не сделано: почему и что исправить")
class AccountRefusal:
    code: str
    message: str


@strawberry.type(description="Запись создана")
class AccountCreated:
    id: strawberry.ID
    password: str | None = strawberry.field(
        description="пароль для передачи владельцу; второй раз его не показать"
    )


@strawberry.type(description="Запись отключена; её входы и ключи больше не действуют")
class AccountDisabled:
    id: strawberry.ID


@strawberry.type(description="Ключ выдан")
class TokenCreated:
    id: strawberry.ID
    secret: str = strawberry.field(description="секрет; второй раз его не показать")


@strawberry.type(description="Ключ отозван; действует сразу")
class TokenRevoked:
    id: strawberry.ID


@strawberry.type(description="Входы записи закончены; действует сразу")
class SignInsRevoked:
    count: int = strawberry.field(description="сколько действовало")


def refusal(error: AccountError) -> AccountRefusal:
    """An expected failure as a result."""
    return AccountRefusal(code=error.code, message=error.message)


def account_type(row: Row) -> Account:
    """An account of a row of queries.account.reads."""
    return Account(**row | {"role": Role(row["role"])})


def token_type(row: Row) -> Token:
    """A token of a row of queries.account.reads."""
    return Token(**row | {"scopes": [TokenScope(scope) for scope in row["scopes"]]})

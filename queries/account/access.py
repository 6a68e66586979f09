"""Who manages accounts and tokens, and how a request to do so is refused."""

from __future__ import annotations

from graph.errors import AccessError, InputError
from graph.model.account import Role
from queries.scope import Actor


class ManagingError(AccessError):
    """Accounts and tokens are the head's alone."""

    def __init__(self) -> None:
        super().__init__("Учётными записями и ключами ведает только руководитель кураторов.")


class AccountError(InputError):
    """What was asked of an account or token can't be done; the message says why."""

    code = "ACCOUNT"


class NoAccountError(AccountError):
    """No such account, or none that this can be done to."""

    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("Такой учётной записи нет или она отключена: проверьте список записей.")


def require_head(actor: Actor) -> None:
    """ManagingError for anybody but a head of curators who is one today."""
    if actor.role is not Role.HEAD or not actor.everything:
        raise ManagingError
    actor.may_change()

"""How a page asks: by a GraphQL document of `documents/`, as anyone could send it.

The document goes the way of every operation: access table, limits, scope, deadline. A page knows
nothing that its viewer could not have asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from graphql import ExecutionResult, GraphQLError, OperationType
from starlette.requests import Request

from api import answering
from api.access.table import FieldError
from api.auth.viewer import Viewer
from api.errors import RequestError
from api.operation import READING, Asked
from api.told import cause
from graph.errors import AccessError, InputError

DOCUMENTS: Final = Path(__file__).parent / "documents"
_CHANGING: Final = frozenset({OperationType.MUTATION})
PAGE: Final = 100
"""How many of a list are asked for at once: as many as the API gives."""

Data = dict[str, Any]


@dataclass(eq=False)
class RefusedChangeError(InputError):
    """A change that was not accepted; nothing of it is written. `field` is the input at fault."""

    reason: str
    message: str
    field: str | None = None

    def __post_init__(self) -> None:
        super().__init__(self.message)


class ClosedError(AccessError):
    """The page asks, or its form does, for what is not for this role."""

    code = "FORBIDDEN"

    def __init__(self) -> None:
        super().__init__("Это не для вашей роли. Что для неё — в меню.")


@cache
def document(name: str) -> str:
    """The text of a document by its name, "section/what it asks"; FileNotFoundError without one."""
    return (DOCUMENTS / f"{name}.graphql").read_text(encoding="utf-8")


def example(text: str) -> Data:
    """The variables that a document of pages names in the last line of its comments."""
    line = [one for one in text.splitlines() if one.startswith("#")][-1]
    return json.loads(line.removeprefix("#"))  # type: ignore[no-any-return]


async def ask(request: Request, who: Viewer, name: str, **variables: Any) -> Data:
    """What the query of this name answers; the first error of the answer, if it has any."""
    return await ask_text(request, who, document(name), **variables)


async def ask_text(request: Request, who: Viewer, text: str, **variables: Any) -> Data:
    """The same for a query that is made of the model's declarations: see record_document."""
    return _data(await executed(request, who, Asked(text, variables, None), READING))


async def change(request: Request, who: Viewer, name: str, **variables: Any) -> Data:
    """What the mutation of this name has done; RefusedChangeError if it was not accepted.

    The document asks one field, and of its problem (or refusal) `code message` and the problem's
    `field` beside `__typename`.
    """
    asked = Asked(document(name), variables, None)
    data = _data(await executed(request, who, asked, _CHANGING))
    ((_, outcome),) = data.items()
    if isinstance(outcome, dict) and outcome.get("__typename", "").endswith(("Problem", "Refusal")):
        raise RefusedChangeError(outcome["code"], outcome["message"], outcome.get("field"))
    return data


async def all_of(
    request: Request, who: Viewer, name: str, root: str, most: int, **variables: Any
) -> list[Data]:
    """The nodes of the connection `root` over all its pages, at most `most` of them.

    The document takes `$first` and `$after`, and asks `pageInfo { hasNextPage endCursor }`.
    """
    edges = await all_of_text(request, who, document(name), (root,), most, **variables)
    return nodes({"edges": edges})


def nodes(connection: Mapping[str, Any]) -> list[Data]:
    """The nodes of a page of a list."""
    return [edge["node"] for edge in connection["edges"]]


async def all_of_text(
    request: Request, who: Viewer, text: str, way: Sequence[str], most: int, **variables: Any
) -> list[Data]:
    """The edges of the connection at `way` in the answers of a query; nothing where it is cut."""
    found: list[Data] = []
    after: str | None = None
    while len(found) < most:
        first = min(PAGE, most - len(found))
        connection: Any = await ask_text(request, who, text, first=first, after=after, **variables)
        for name in way:
            connection = (connection or {}).get(name)
        if connection is None:
            break
        found += connection["edges"]
        if not connection["pageInfo"]["hasNextPage"]:
            break
        after = connection["pageInfo"]["endCursor"]
    return found


async def executed(
    request: Request, who: Viewer, asked: Asked, allowed: frozenset[OperationType]
) -> ExecutionResult:
    """As anybody's operation; what is not for this role is told in the words of a page."""
    try:
        return await answering.executed(request, who, asked, allowed)
    except FieldError as error:
        raise ClosedError from error


def _data(result: ExecutionResult) -> Data:
    for problem in result.errors or ():
        raise _told(problem)
    return result.data or {}


def _told(problem: GraphQLError) -> Exception:
    original = cause(problem)
    if original is None:
        return RequestError("В адресе страницы сказано то, чего не понять: откройте её из меню.")
    return original if isinstance(original, Exception) else problem

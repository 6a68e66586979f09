"""How a page asks: by a GraphQL document of `documents/`, as anyone could send it.

The document goes the way of every operation: access table, limits, scope, deadline. A page knows
nothing that its viewer could not have asked for.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from graphql import GraphQLError
from starlette.requests import Request

from api.answering import executed
from api.auth.viewer import Viewer
from api.errors import RequestError
from api.operation import READING, Asked
from api.told import cause

DOCUMENTS: Final = Path(__file__).parent / "documents"
PAGE: Final = 100
"""How many of a list are asked for at once: as many as the API gives."""

Data = dict[str, Any]


@cache
def document(name: str) -> str:
    """The text of a document by its name; FileNotFoundError for a name without a file."""
    return (DOCUMENTS / f"{name}.graphql").read_text(encoding="utf-8")


async def ask(request: Request, who: Viewer, name: str, **variables: Any) -> Data:
    """What the query of this name answers; the first error of the answer, if it has any."""
    result = await executed(request, who, Asked(document(name), variables, None), READING)
    for problem in result.errors or ():
        raise _told(problem)
    return result.data or {}


async def all_of(
    request: Request, who: Viewer, name: str, root: str, most: int, **variables: Any
) -> list[Data]:
    """The nodes of the connection `root` over all its pages, at most `most` of them.

    The document takes `$first` and `$after`, and asks `pageInfo { hasNextPage endCursor }`.
    """
    found: list[Data] = []
    after: str | None = None
    while len(found) < most:
        first = min(PAGE, most - len(found))
        answered = await ask(request, who, name, first=first, after=after, **variables)
        connection = answered[root]
        found += [edge["node"] for edge in connection["edges"]]
        if not connection["pageInfo"]["hasNextPage"]:
            break
        after = connection["pageInfo"]["endCursor"]
    return found


def _told(problem: GraphQLError) -> Exception:
    original = cause(problem)
    if original is None:
        return RequestError("В адресе страницы сказано то, чего не понять: откройте её из меню.")
    return original if isinstance(original, Exception) else problem

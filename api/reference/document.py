"""The document: the words of template.md, with tables and documents made at its marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from importlib.resources import files
from typing import Final

from api.body import MAX_BODY
from api.connection import DEFAULT_FIRST, MAX_NODES
from api.examples import Example, examples
from api.limits.rate import TooOftenError
from api.limits.rows import LIMITS
from api.node.naming import camel
from api.reference.codes import CODES
from api.report.opening import MOST_LISTS
from api.report.table import MOST_ROWS
from api.subscription.bounds import TOLD, Bounds
from graph.declaration import Personal
from graph.document import markdown_table
from graph.settings import Settings
from queries.compiler.plan import MAX_FIRST, MAX_GROUPS
from queries.saved import QUESTIONS

_NUMBERS: Final = (
    (f"Записей на странице (`first`; если не задан — {DEFAULT_FIRST})", MAX_FIRST, "BAD_PAGE_SIZE"),
    ("Записей во всех страницах запроса вместе", MAX_NODES, "TOO_LARGE"),
    ("Чисел отчёта, открытых за запрос (`records`)", MOST_LISTS, "TOO_MANY_LISTS"),
    ("Строк отчёта на странице (`rows`)", MOST_ROWS, "BAD_PAGE_SIZE"),
    ("Байт в запросе, кроме файлов", MAX_BODY, "TOO_LARGE"),
    ("Групп в ответе, сначала большие", MAX_GROUPS, ""),
)


def api_document() -> str:
    """All of `docs/api.md`; KeyError for a mark that nothing is made for."""
    template = (files(__package__) / "template.md").read_text("utf-8")
    return re.sub(r"<!-- (.+) -->\n", lambda mark: _MADE[mark[1]](), template)


def _limits() -> str:
    rows = [(limit.what, str(limit.allowed), f"`{limit.error.code}`") for limit in LIMITS]
    rows += [(what, str(number), code and f"`{code}`") for what, number, code in _NUMBERS]
    often = {
        "Запросов одного клиента в минуту (`ORIENTIR_REQUESTS_PER_MINUTE`)": "requests_per_minute",
        "Запросов одного клиента сразу (`ORIENTIR_REQUESTS_AT_ONCE`)": "requests_at_once",
    }
    rows += [(what, str(_usual(name)), f"`{TooOftenError.code}`") for what, name in often.items()]
    rows.append(
        (
            "Секунд на ответ (`ORIENTIR_REQUEST_SECONDS`)",
            str(_usual("request_seconds")),
            "`DEADLINE`",
        )
    )
    return markdown_table(("что", "не больше", "код отказа"), rows)


def _usual(setting: str) -> object:
    default: object = Settings.model_fields[setting].default
    return default


def _codes() -> str:
    return markdown_table(("код", "что значит"), [(f"`{code}`", ru) for code, ru in CODES.items()])


def _bounds() -> str:
    usual = Bounds()
    rows = [(one.metadata["ru"], f"{getattr(usual, one.name):g}") for one in fields(Bounds)]
    return markdown_table(("что", "сколько"), rows)


def _closes() -> str:
    return markdown_table(
        ("код закрытия", "почему"), [(str(code.value), ru) for code, ru in TOLD.items()]
    )


def _documents(wanted: Callable[[Example], bool]) -> str:
    return "\n".join(_document(one) for one in examples() if wanted(one))


def _document(one: Example) -> str:
    lines = [f"### {one.title}", ""]
    if one.about:
        lines += [one.about, ""]
    if one.saved:
        lines += _names(one)
    lines += ["```graphql", one.text.rstrip(), "```", ""]
    if one.variables:
        lines += ["```json", one.values, "```", ""]
    return "\n".join(lines)


def _names(one: Example) -> list[str]:
    """The columns left out of the document: automation may not ask for people's names."""
    question = QUESTIONS[one.name.removeprefix("saved_")]
    personal = (Personal.ADULT, Personal.CHILD)
    named = [f"`{camel(c.name)}`" for c in question.columns if c.personal in personal]
    if not named:
        return []
    return [f"Людям доступно и имя: {', '.join(named)} — допишите его; автоматике оно закрыто.", ""]


_MADE: Final[Mapping[str, Callable[[], str]]] = {
    "пределы": _limits,
    "коды": _codes,
    "пределы подписок": _bounds,
    "коды закрытия": _closes,
    "изменения": lambda: _documents(lambda one: one.kind == "mutation"),
    "подписки": lambda: _documents(lambda one: one.kind == "subscription"),
    "сохранённые вопросы": lambda: _documents(lambda one: one.saved),
    "вопросы": lambda: _documents(lambda one: one.kind == "query" and not one.saved),
}

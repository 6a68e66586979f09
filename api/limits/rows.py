"""The limits as data: their names, numbers and words. The API's document lists them from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.errors import InputError, OrientirError

# Counting stops here: nested fragments would otherwise make numbers of any length.
CEILING: Final = 1_000_000_000


class LimitError(InputError):
    """More is asked for than one request may."""

    code = "LIMIT"


class TooLongError(LimitError):
    """More tokens than a document may have."""

    code = "TOO_LONG"


class TooDeepError(LimitError):
    """Fields nested too deep."""

    code = "TOO_DEEP"


class TooManyAliasesError(LimitError):
    """Too many aliases."""

    code = "TOO_MANY_ALIASES"


class TooManyFragmentsError(LimitError):
    """Too many fragments, or too many places where they are spread."""

    code = "TOO_MANY_FRAGMENTS"


class FragmentCycleError(LimitError):
    """A fragment that holds itself."""

    code = "FRAGMENT_CYCLE"

    def __init__(self) -> None:
        super().__init__("Фрагмент содержит сам себя. Уберите круг из фрагментов.")


class TooManyDirectivesError(LimitError):
    """Too many directives."""

    code = "TOO_MANY_DIRECTIVES"


class TooManyRootFieldsError(LimitError):
    """Too many fields at the top of an operation."""

    code = "TOO_MANY_ROOT_FIELDS"


class TooManyFieldsError(LimitError):
    """Too many fields, or one field too many times."""

    code = "TOO_MANY_FIELDS"


class TooExpensiveError(LimitError):
    """The answer may be too large."""

    code = "TOO_EXPENSIVE"


class ListTooLongError(LimitError):
    """A list in an argument or a variable is too long."""

    code = "LIST_TOO_LONG"


class InputTooDeepError(LimitError):
    """A value in an argument or a variable is nested too deep."""

    code = "INPUT_TOO_DEEP"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `allowed` of `what` (Russian, for the message); `error` is raised above it."""

    name: str
    allowed: int
    what: str
    advice: str
    error: type[OrientirError]

    def check(self, seen: int) -> None:
        """Raise this limit's error if `seen` is above it."""
        if seen > self.allowed:
            number = f"больше {CEILING}" if seen >= CEILING else str(seen)
            raise self.error(
                f"{self.what}: {number}, а можно не больше {self.allowed}. {self.advice}"
            )


TOKENS = Limit("tokens", 2000, "Лексем в запросе", "Разделите запрос.", TooLongError)
DEPTH = Limit("depth", 12, "Вложенность полей", "Спросите в два запроса.", TooDeepError)
INTROSPECTION_DEPTH = Limit(
    "introspection_depth", 16, "Вложенность полей схемы", "Уберите лишние ofType.", TooDeepError
)
ALIASES = Limit("aliases", 50, "Псевдонимов", "Разделите запрос.", TooManyAliasesError)
FRAGMENTS = Limit("fragments", 50, "Фрагментов", "Объедините фрагменты.", TooManyFragmentsError)
SPREADS = Limit("spreads", 50, "Подстановок фрагментов", "Разделите запрос.", TooManyFragmentsError)
DIRECTIVES = Limit("directives", 50, "Директив", "Уберите лишние.", TooManyDirectivesError)
ROOT_FIELDS = Limit(
    "root_fields", 10, "Полей на верхнем уровне", "Разделите запрос.", TooManyRootFieldsError
)
FIELDS = Limit(
    "fields", 1000, "Полей вместе с фрагментами", "Разделите запрос.", TooManyFieldsError
)
REPEATS = Limit("repeats", 50, "Повторов одних и тех же полей", "Уберите их.", TooManyFieldsError)
COST = Limit(
    "cost", 100_000, "Стоимость запроса", "Уменьшите first или число вложений.", TooExpensiveError
)
LIST_ITEMS = Limit(
    "list_items", 250, "Значений в одном списке", "Передайте список по частям.", ListTooLongError
)
INPUT_DEPTH = Limit(
    "input_depth", 16, "Вложенность значения", "Упростите условие.", InputTooDeepError
)

LIMITS: Final = (
    TOKENS,
    DEPTH,
    INTROSPECTION_DEPTH,
    ALIASES,
    FRAGMENTS,
    SPREADS,
    DIRECTIVES,
    ROOT_FIELDS,
    FIELDS,
    REPEATS,
    COST,
    LIST_ITEMS,
    INPUT_DEPTH,
)
"""Limits of a document and its variables, in the order in which they are checked."""

"""Why a file is not read: the stable reasons and the error that carries them."""

from enum import StrEnum

from graph.errors import InputError


class Refusal(StrEnum):
    """The reason; stable, for programs."""

    ENCRYPTED = "encrypted"
    MACROS = "macros"
    FORMULAS = "formulas"
    EXTERNAL_LINKS = "external_links"
    EMBEDDED = "embedded"
    MISLABELLED = "mislabelled"
    TOO_LARGE = "too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_PARTS = "too_many_parts"
    RATIO = "ratio"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    CELL_TOO_LONG = "cell_too_long"
    NOT_A_TABLE = "not_a_table"
    NO_SUCH_SHEET = "no_such_sheet"
    DAMAGED = "damaged"
    EMPTY = "empty"
    ABSENT = "absent"
    TIME = "time"
    MEMORY = "memory"
    XML = "xml"


class RefusedFileError(InputError):
    """A file is refused: what was seen, where, and how to mend it; never a value of a cell."""

    code = "REFUSED_FILE"

    def __init__(self, reason: Refusal, message: str) -> None:
        super().__init__(message)
        self.reason = reason

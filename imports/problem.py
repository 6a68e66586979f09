"""What is wrong with a sheet, told so that the person who sent it can mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """ERROR: this row can't be loaded. WARNING: it can, but someone should look at it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place.

    `row` is the line of the file, the header included, as Excel numbers it (a record with line
    breaks inside a cell is told by its first line). `column` is the label people read. `value` is
    None where there is none to show or where it would be personal data.
    """

    sheet: str
    row: int
    column: str | None
    value: str | None
    what: str
    how_to_fix: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.sheet}, строка {self.row}"
        column = f", колонка «{self.column}»" if self.column else ""
        value = f" («{self.value}»)" if self.value else ""
        return f"{place}{column}: {self.what}{value}. {self.how_to_fix}"

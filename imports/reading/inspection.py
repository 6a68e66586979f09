"""What no workbook may carry, in whatever format: the refusals and their words."""

from imports.reading.refusal import Refusal, RefusedFileError

_COPY_VALUES = "Скопируйте таблицу в новую книгу («Специальная вставка → Значения») и сохраните её."

Errors = dict[str, list[tuple[int, int, str]]]
"""Sheet → row and column (from 0) of its cells with errors, and the errors.

The parser leaves such cells empty; here they stay seen.
"""

# Nobody keeps so many errors in a table; without a bound they would take the memory.
MOST_ERRORS = 10_000

# A table needs none of these; a program, an archive or another document is hidden in one.
FOREIGN = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"MZ\x90\x00",
    b"\x7fELF",
    b"%PDF-",
)


def formula(sheet: str, cell: str) -> RefusedFileError:
    """A formula was found; `sheet` and `cell` are empty where they aren't known."""
    where = f"лист «{sheet}»" if sheet else "один из листов"
    where += f", ячейка {cell}" if cell else ""
    return RefusedFileError(
        Refusal.FORMULAS,
        f"есть формулы, первая: {where}. Сохраните значения вместо формул: выделите лист, "
        "скопируйте и вставьте через «Специальная вставка → Значения».",
    )


def macros(where: str) -> RefusedFileError:
    """Macros were found."""
    return RefusedFileError(
        Refusal.MACROS,
        f"есть макросы ({where}). Сохраните его как «Книга Excel (xlsx)», без макросов.",
    )


def external_links(where: str) -> RefusedFileError:
    """Links to other files or sources of data were found."""
    return RefusedFileError(
        Refusal.EXTERNAL_LINKS,
        f"есть связи с другими файлами или источниками данных ({where}). {_COPY_VALUES}",
    )


def embedded(where: str) -> RefusedFileError:
    """Another document or program is inside."""
    return RefusedFileError(
        Refusal.EMBEDDED, f"внутри вложен другой файл ({where}). {_COPY_VALUES}"
    )

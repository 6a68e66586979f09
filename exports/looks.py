"""How the cells of a workbook look; one set a workbook, since Excel keeps them together."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from queries.report.table import Kind

# Excel shows a comma as the reader's own separator of thousands: a thin space in Russia.
WHOLE: Final = "#,##0"
BROKEN: Final = "#,##0.0#"
PERCENT: Final = '0.0"%"'
_DAY: Final = "dd.mm.yyyy"
_MOMENT: Final = "dd.mm.yyyy hh:mm"
_FORMATS: Final = {Kind.PERCENT: PERCENT, Kind.DATE: _DAY, Kind.MOMENT: _MOMENT}


class Looks:
    """The formats of one workbook, each made once when it is first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Any] = {}

    def group(self) -> Any:
        return self._look(bold=True, align="center", bg_color="#DCE6F1", border=1)

    def title(self) -> Any:
        return self._look(
            bold=True,
            text_wrap=True,
            valign="vcenter",
            align="center",
            bg_color="#DCE6F1",
            border=1,
        )

    def value(self, kind: Kind, *, broken: bool = False, total: bool = False) -> Any:
        """A number, a day or a text; `broken` is a number that isn't whole."""
        if kind in (Kind.TEXT, Kind.LINK, Kind.YES_NO):
            return self._look(valign="top", text_wrap=True, **_total(total))
        number_format = _FORMATS.get(kind, BROKEN if broken else WHOLE)
        return self._look(valign="top", num_format=number_format, **_total(total))

    def words(self, *, right: bool, total: bool = False) -> Any:
        """Why there is no value: told apart from values at a glance."""
        align = "right" if right else "left"
        grey = {"italic": True, "font_color": "#7F7F7F", "align": align}
        return self._look(valign="top", text_wrap=True, **grey, **_total(total))

    def link(self) -> Any:
        return self._look(valign="top", text_wrap=True, font_color="#0563C1", underline=1)

    def heading(self) -> Any:
        return self._look(bold=True, font_size=12)

    def note(self) -> Any:
        return self._look(text_wrap=True, valign="top")

    def _look(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _total(total: bool) -> dict[str, object]:
    return {"bold": True, "top": 1} if total else {}

"""A report as a Word document, from a template that its users may edit.

A template of theirs is a program: it runs in a sandbox, sees texts alone, and a wrong one is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from exports.format import Format
from exports.made import Made
from exports.pages import pages
from exports.telling import local
from graph.errors import ConfigurationError
from graph.settings import settings
from queries.report.table import Report

OWN_TEMPLATE: Final = Path(__file__).parent / "templates" / "report.docx"
# What Word's limit for a file's properties is.
_LONGEST_PROPERTY: Final = 255


def write_docx(report: Report, made: Made, out: BinaryIO, folder: Path | None = None) -> None:
    """Write the document; ConfigurationError if the template can't be used.

    Templates of `folder` come first: `report-01.docx` for report 1, then `report.docx` for any.
    """
    words = pages(report, made)
    template = template_of(report.form, folder)
    with _told_errors(template):
        document = DocxTemplate(template)
        rules = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        document.render(words, rules, autoescape=True)
    properties = document.docx.core_properties
    properties.created = properties.modified = local(made.made_at, UTC).replace(tzinfo=None)
    properties.title = f"{words['заголовок']} — {words['место']}"[:_LONGEST_PROPERTY]
    document.save(out)


def _write(report: Report, made: Made, out: BinaryIO) -> None:
    write_docx(report, made, out, settings().templates_folder)


FORMAT: Final = Format(
    "docx",
    "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    _write,
)


def template_of(form: int, folder: Path | None) -> Path:
    """The template of a report: its own of the folder, the folder's for any, else ours."""
    if folder is None:
        return OWN_TEMPLATE
    if not folder.is_dir():
        raise ConfigurationError(
            f"Папки шаблонов {folder} нет. Создайте её или уберите ORIENTIR_TEMPLATES_FOLDER."
        )
    wanted = (folder / f"report-{form:02}.docx", folder / "report.docx")
    return next((file for file in wanted if file.is_file()), OWN_TEMPLATE)


@contextmanager
def _told_errors(template: Path) -> Iterator[None]:
    """Whatever is wrong with a template, as one error that names the file and the trouble."""
    try:
        yield
    except TemplateError as error:
        raise _wrong(template, f"{_trouble(error)}{_near(error)}") from error
    except (BadZipFile, OpcError, KeyError, LxmlError, OSError) as error:
        raise _wrong(template, "это не документ Word (.docx), или он повреждён") from error
    except (TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as error:
        raise _wrong(template, f"выражение не вычисляется ({type(error).__name__})") from error


def _wrong(template: Path, trouble: str) -> ConfigurationError:
    return ConfigurationError(
        f"Шаблон {template} не годится: {trouble}. "
        "Исправьте его; что в нём можно называть, сказано в docs/report-templates.md."
    )


def _trouble(error: TemplateError) -> str:
    seen = error.message or type(error).__name__
    if isinstance(error, SecurityError):
        return f"такое выражение запрещено: {seen}"
    if isinstance(error, UndefinedError):
        return f"такого имени нет: {seen}"
    return f"ошибка в разметке: {seen}"


def _near(error: TemplateError) -> str:
    """The lines of the template around the error, which hold its own text and nobody's data."""
    lines = (str(line).strip() for line in getattr(error, "docx_context", ()))
    told = " / ".join(line for line in lines if "{" in line)[:200]
    return f" (около: {told})" if told else ""

"""`orientir docs`: writes the documents that are made of declarations, or tells which are stale."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import graph
from cli.output import say
from graph.errors import ConfigurationError


def docs(
    check: Annotated[
        bool, typer.Option("--check", help="Только сказать, какие файлы устарели.")
    ] = False,
) -> None:
    """Переписать README и docs/: api, changes, flows, imports, model, reports, rules.

    Примеры: orientir docs; orientir docs --check (код 1, если что-то устарело).
    """
    stale = {path: text for path, text in documents(root()).items() if _read(path) != text}
    for path, text in stale.items():
        say(f"{'устарел' if check else 'переписан'}: {path.relative_to(root())}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if check and stale:
        say("Обновите их: orientir docs")
        raise typer.Exit(1)


def documents(folder: Path) -> dict[Path, str]:
    """What each made document of the checkout in `folder` must hold."""
    from api.reference.document import api_document
    from flows.document import flows_document
    from graph.document import model_document, with_settings
    from imports.document import imports_document
    from queries.changes.document import changes_document
    from queries.report.document import reports_document
    from queries.rules.document import rules_document

    readme = folder / "README.md"
    return {
        folder / "docs" / "api.md": api_document(),
        folder / "docs" / "changes.md": changes_document(),
        folder / "docs" / "flows.md": flows_document(),
        folder / "docs" / "imports.md": imports_document(),
        folder / "docs" / "model.md": model_document(),
        folder / "docs" / "reports.md": reports_document(),
        folder / "docs" / "rules.md": rules_document(),
        readme: with_settings(_read(readme)),
    }


def root() -> Path:
    """The checkout this code runs from; ConfigurationError if it was installed without one."""
    folder = Path(graph.__file__).parents[1]
    if not (folder / "README.md").exists():
        raise ConfigurationError("Документы пишутся только в рабочей копии проекта: README.md нет.")
    return folder


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""

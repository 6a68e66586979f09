"""Made documents are fresh, and what the project says of itself is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.docs import documents
from graph.document import model_document, settings_table, with_settings
from graph.model import MODEL
from graph.settings import Settings

ROOT = Path(__file__).parents[3]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


def test_made_documents_are_fresh() -> None:
    stale = [p.name for p, text in documents(ROOT).items() if p.read_text("utf-8") != text]
    assert stale == []


def test_every_label_and_link_of_the_model_is_told() -> None:
    text = model_document()
    headings = re.findall(r"^### (\w+) — ", text, re.MULTILINE)
    assert sorted(headings) == sorted(MODEL.nodes)
    for link in MODEL.relationships:
        assert f"| `{link.link}` | `{link.type}` | {', '.join(link.targets)} |" in text


def test_every_setting_is_told_once() -> None:
    named = re.findall(r"^\| `ORIENTIR_(\w+)` \|", settings_table(), re.MULTILINE)
    assert [name.lower() for name in named] == list(Settings.model_fields)


def test_readme_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no marks"):
        with_settings("# Ориентир\n")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    for condition in re.findall(r"LICENSES/[\w.-]+\.txt", (ROOT / "NOTICE").read_text("utf-8")):
        assert (ROOT / condition).exists()

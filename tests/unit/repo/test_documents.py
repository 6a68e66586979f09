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
DOCS = ROOT / "docs"
PAGES = (
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"),
    *sorted(str(page.relative_to(ROOT)) for page in DOCS.rglob("*.md")),
)


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
    path = ROOT / page
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def anchors(page: Path) -> set[str]:
    """What a link may name after `#`: headings, as the places that show these pages write them."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    own = set(re.findall(r'<a (?:id|name)="([^"]+)"', text))
    return own | {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def test_every_page_is_in_the_list_of_documents() -> None:
    listed = linked(DOCS / "README.md")
    pages = {page.resolve() for page in DOCS.glob("*.md")} - {DOCS / "README.md"}
    assert pages <= listed, pages - listed
    assert {(DOCS / folder / "README.md").resolve() for folder in ("guide", "decisions")} <= listed
    assert (DOCS / "README.md").resolve() in linked(ROOT / "README.md")


def test_every_decision_is_in_their_list_by_its_name() -> None:
    decisions = DOCS / "decisions"
    told = (decisions / "README.md").read_text(encoding="utf-8")
    for page in sorted(decisions.glob("0*.md")):
        number, _, title = (
            page.read_text("utf-8").splitlines()[0].removeprefix("# ").partition(". ")
        )
        assert f"| [{number}]({page.name}) | {title} |" in told, page.name


def test_files_that_operations_and_architecture_name_are_there() -> None:
    for page in ("operations.md", "architecture.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        for name in re.findall(r"`((?:[a-z]\w*/)+[\w.]+\.(?:py|csv|graphql))`", text):
            assert (ROOT / name).exists(), name


def linked(page: Path) -> set[Path]:
    text = page.read_text(encoding="utf-8")
    return {(page.parent / link).resolve() for link in re.findall(r"\]\(([^)#:]+)\)", text)}


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    for condition in re.findall(r"LICENSES/[\w.-]+\.txt", (ROOT / "NOTICE").read_text("utf-8")):
        assert (ROOT / condition).exists()

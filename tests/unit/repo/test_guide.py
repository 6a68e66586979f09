"""The guide tells of every section its reader has, with pictures that tests make."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.web.sections import SECTIONS, may
from graph.model.account import Role
from queries.scope import Actor

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "guide"
READERS = {"coordinator.md": Role.COORDINATOR, "curator.md": Role.CURATOR}
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in GUIDE.glob("*.md")}
SHOWN = {name for text in TEXTS.values() for name in re.findall(r"\]\(pictures/([^)]+)\)", text)}


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_section_of_a_reader_has_a_chapter(name: str) -> None:
    chapters = set(re.findall(r"^## (.+)$", TEXTS[name], re.MULTILINE))
    role = READERS[name]
    words = {one.word for one in SECTIONS if role in one.roles and may(_actor(role), one.field)}
    assert words <= chapters, words - chapters


def test_every_picture_shown_is_kept_and_made_by_a_test() -> None:
    kept = {path.name for path in (GUIDE / "pictures").glob("*.png")}
    assert kept == SHOWN
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests/web").glob("test_*.py"))
    made = {f"{name}.png" for name in re.findall(r'picture\(\s*\w+, "([\w-]+)"', code)}
    assert made >= SHOWN, SHOWN - made


def test_what_the_guide_points_to_is_there() -> None:
    for text in TEXTS.values():
        for target in re.findall(r"\]\((?!http|#)([^)#]+)(?:#[^)]*)?\)", text):
            assert (GUIDE / target).exists(), target


def _actor(role: Role) -> Actor:
    return Actor(account="", role=role, person=None, everything=False, regions=frozenset())

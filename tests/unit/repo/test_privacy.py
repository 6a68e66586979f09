"""docs/privacy.md names checks that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
NAMED = re.findall(
    r"`([\w/]+/test_\w+\.py)(?:::(test_\w+))?`",
    (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8"),
)


def test_every_named_check_is_there() -> None:
    assert len(NAMED) > 20
    for path, name in NAMED:
        file = ROOT / path if path.startswith("tests/") else ROOT / "tests" / path
        assert file.is_file(), path
        assert not name or f"def {name}(" in file.read_text(encoding="utf-8"), (path, name)

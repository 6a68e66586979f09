"""Every rule of .semgrep.yml finds what it is for, and lets what is right be."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / ".semgrep.yml"
PROGRAM = ROOT / ".venv" / "semgrep" / "bin" / "semgrep"
WRONG = {
    "cypher-is-compiled-in-few-places": ("queries/some.py", "x = Statement('MATCH (n) RETURN n')"),
    "cypher-is-not-formatted": ("queries/f.py", "x = reader.rows(f'MATCH (n:{label}) RETURN n')"),
    "literal-cypher-is-not-cast": ("queries/cast.py", "text = cast(LiteralString, given)"),
    "driver-is-asked-in-one-place": ("api/own.py", "driver.execute_query('RETURN 1')"),
    "clock-is-given": ("queries/when.py", "now = datetime.now(UTC)"),
    "failure-is-heard": ("flows/deaf.py", "try:\n    go()\nexcept Exception:\n    pass"),
    "page-is-escaped": ("api/raw.py", "text = markupsafe.Markup(given)"),
    "template-is-escaped": ("api/web/templates/raw.html", "<p>{{ given | safe }}</p>"),
}
RIGHT = {
    "queries/right.py": "rows = reader.rows('MATCH (n {id: $id}) RETURN n', {'id': given})",
    "api/web/templates/right.html": '<script defer src="/static/a.js"></script><p>{{ given }}</p>',
}


def test_each_rule_finds_what_it_is_for(tmp_path: Path) -> None:
    if not PROGRAM.exists():
        pytest.skip(f"нет {PROGRAM.relative_to(ROOT)}: его ставят make check и make test")
    rules = {rule["id"] for rule in yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["rules"]}
    assert WRONG.keys() == rules
    written = {**dict(WRONG.values()), **RIGHT}
    for path, text in written.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text + "\n", encoding="utf-8")
    found = {(one["check_id"], one["path"]) for one in _found(tmp_path)}
    assert found == {(rule, path) for rule, (path, _) in WRONG.items()}


def _found(folder: Path) -> list[dict[str, str]]:
    (folder / ".semgrep.yml").write_bytes(CONFIG.read_bytes())
    words = "scan --config .semgrep.yml --metrics=off --disable-version-check --json"
    done = subprocess.run(
        [PROGRAM, *words.split(), "--project-root", folder, "."],
        cwd=folder,
        capture_output=True,
        check=True,
        text=True,
    )
    found: list[dict[str, str]] = json.loads(done.stdout)["results"]
    return found

"""Where the key of the audit comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from graph.audit_key import FILE, audit_key
from graph.errors import ConfigurationError
from graph.settings import Settings


def test_the_local_server_has_a_key_of_its_own_made_once(tmp_path: Path) -> None:
    own = Settings(home=tmp_path / "home", neo4j_uri=None)
    first = audit_key(own)
    assert len(first) >= 32
    assert audit_key(own) == first
    assert [file.name for file in own.home.iterdir()] == [FILE]
    assert (own.home / FILE).stat().st_mode & 0o777 == 0o600
    assert audit_key(Settings(home=tmp_path / "other", neo4j_uri=None)) != first


def test_a_configured_key_comes_first_and_another_server_has_none(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("из файла\n", encoding="utf-8")
    uri = "bolt://127.0.0.1:1"
    assert audit_key(Settings(home=tmp_path, neo4j_uri=uri)) == b""
    assert audit_key(Settings(home=tmp_path, audit_key_file=file)) == "из файла".encode()
    given = Settings(home=tmp_path, audit_key=SecretStr("ключ"), audit_key_file=file)
    assert audit_key(given) == "ключ".encode()


@pytest.mark.parametrize("text", [None, " \n"])
def test_a_key_that_is_not_there_is_told(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "key"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="ключа журнала"):
        audit_key(Settings(home=tmp_path, audit_key_file=file))

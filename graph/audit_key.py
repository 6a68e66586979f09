"""The key that seals the audit: whoever has only the database can't write its hashes anew.

Configured, or made once for the local server; a Neo4j of somebody else's without a configured key
has none, and the audit there is a plain chain of hashes.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from graph.key_file import read_key
from graph.settings import Settings

FILE = "audit-key"


def audit_key(settings: Settings) -> bytes:
    """The key of these settings; b"" if there is none. ConfigurationError for a file not there."""
    if settings.audit_key is not None:
        return settings.audit_key.get_secret_value().encode()
    if settings.audit_key_file is not None:
        return _read(settings.audit_key_file)
    return b"" if settings.neo4j_uri else _own(settings.home / FILE)


def _own(file: Path) -> bytes:
    """The key of the local server, made when first needed; readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{FILE}.{secrets.token_hex(8)}")
    if not file.exists():
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(secrets.token_urlsafe(32) + "\n")
        _settle(made, file)
    return _read(file)


def _settle(made: Path, file: Path) -> None:
    """Of two processes that make the key at once, the first one's stays for both."""
    try:
        os.link(made, file)
    except FileExistsError:
        pass
    finally:
        made.unlink()


def _read(file: Path) -> bytes:
    return read_key(file, f"Файл ключа журнала {file}").encode()

"""A key that stands in a file, so that no variable shows it."""

from __future__ import annotations

from pathlib import Path

from graph.errors import ConfigurationError


def read_key(file: Path, called: str) -> str:
    """The key of a file; ConfigurationError, which names it so, for one unreadable or empty."""
    try:
        key = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"{called} не читается: {error.strerror}.") from error
    if not key:
        raise ConfigurationError(f"{called} пуст.")
    return key

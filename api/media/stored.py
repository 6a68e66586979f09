"""The application's store of files: opened when first needed, so that starting needs none."""

from __future__ import annotations

from typing import cast

from starlette.applications import Starlette

from api.system import System
from store import FileStore, open_store


def file_store(app: Starlette) -> FileStore:
    """The store that this application's settings name."""
    if not hasattr(app.state, "files"):
        held = cast("System", app.state.system)
        app.state.files = open_store(held.settings)
    return cast("FileStore", app.state.files)

"""The command line as a person runs it: another process, the test session's own Neo4j."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial

import anyio.to_thread

from graph.settings import Settings


async def orientir(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `orientir` with these arguments to its end; nothing is raised for its exit code."""
    command = [sys.executable, "-m", "cli.main", *arguments]
    env = environment(settings)
    run = partial(subprocess.run, command, env=env, capture_output=True, text=True, check=False)
    return await anyio.to_thread.run_sync(run)


def environment(settings: Settings) -> dict[str, str]:
    """The variables of a process that works on the test session's graph."""
    assert settings.neo4j_uri is not None
    assert settings.neo4j_password is not None
    return os.environ | {
        "ORIENTIR_NEO4J_URI": settings.neo4j_uri,
        "ORIENTIR_NEO4J_PASSWORD": settings.neo4j_password.get_secret_value(),
        "ORIENTIR_HOME": str(settings.home),
    }

"""The local Neo4j: downloads it, starts it as a child process, stops it, keeps its data.

Must not ask it questions: those go through graph.session.
"""

from __future__ import annotations

from graph.server.jars import NEO4J_VERSION
from graph.server.local import LocalServer
from graph.server.status import Address, Status

__all__ = ["NEO4J_VERSION", "Address", "LocalServer", "Status"]

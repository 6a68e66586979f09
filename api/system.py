"""What the application holds for all requests: the graph, its settings, the wall clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from starlette.requests import Request

from graph.session import Graph
from graph.settings import Settings

SIGN_IN_LASTS = timedelta(hours=12)


def wall_clock() -> datetime:
    """The real moment: sign-ins begin and end by it, whatever the demo network's clock says."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class System:
    """Set once when the application starts."""

    graph: Graph
    settings: Settings
    clock: Callable[[], datetime] = wall_clock


def system(request: Request) -> System:
    """The system of the application that serves this request."""
    return cast("System", request.app.state.system)

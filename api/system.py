"""What the application holds for all requests: the graph, its settings, the wall clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

from starlette.requests import HTTPConnection

from api.auth.remembered import Remembered
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
    remembered: Remembered = field(init=False)

    def __post_init__(self) -> None:
        lasts = timedelta(seconds=self.settings.sign_in_kept_seconds)
        object.__setattr__(self, "remembered", Remembered(lasts))


def system(request: HTTPConnection) -> System:
    """The system of the application that serves this request."""
    return cast("System", request.app.state.system)

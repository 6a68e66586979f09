"""Numbers at /metrics of what runs by itself: checks, messages, copies, the disk they need.

The processes that do this work come and go and have no /metrics; what they leave in the graph and
in the folder of copies is read when somebody asks.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from anyio import to_thread
from prometheus_client import CollectorRegistry, Gauge

from api.system import System
from graph.around import each_within
from graph.errors import DeadlineError, GraphUnavailableError
from graph.settings import Settings
from queries import clock
from queries.backup.file import copies, copies_folder
from queries.standing import UNSENT, standing

ANSWERED_SECONDS: Final = 3.0
"""Prometheus waits ten for all numbers; those of this process are told without the graph's too."""

FOLDERS: Final[Mapping[str, Callable[[Settings], Path]]] = {
    "home": lambda settings: settings.home,
    "backups": copies_folder,
    "media": lambda settings: settings.media_folder or settings.home / "media",
}


class StandingGauges:
    """Gauges in `registry`, as they stood when `renew` was last called."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.graph = Gauge(
            "orientir_graph_up", "Whether Neo4j has answered: 1 or 0", registry=registry
        )
        self.deliveries = Gauge(
            "orientir_deliveries",
            "Deliveries of alerts that are not sent, by state",
            ("state",),
            registry=registry,
        )
        for state in UNSENT:
            self.deliveries.labels(state)
        self.checked = Gauge(
            "orientir_scan_age_seconds",
            "How old the last full check is, by the network's clock, where it is the oldest",
            registry=registry,
        )
        self.copied = Gauge(
            "orientir_backup_timestamp_seconds",
            "When the newest copy of the graph was made; 0 if there is none",
            registry=registry,
        )
        self.free = Gauge(
            "orientir_disk_free_bytes",
            "Free room of the disk under a folder",
            ("folder",),
            registry=registry,
        )
        for name in FOLDERS:
            self.free.labels(name)

    async def renew(self, system: System) -> None:
        """Read them; what the graph doesn't tell in time stays as it was."""
        await to_thread.run_sync(self._of_folders, system.settings)
        try:
            with each_within(ANSWERED_SECONDS):
                now = await clock.now(system.graph)
                found = await system.graph.read(standing)
        except (GraphUnavailableError, DeadlineError):
            self.graph.set(0)
            return
        self.graph.set(1)
        for state, count in found.deliveries.items():
            self.deliveries.labels(state).set(count)
        if found.scanned_at is not None:
            self.checked.set((now - found.scanned_at).total_seconds())

    def _of_folders(self, settings: Settings) -> None:
        newest = next(iter(copies(copies_folder(settings))), None)
        self.copied.set(newest.header.made_at.timestamp() if newest else 0)
        for name, folder in FOLDERS.items():
            self.free.labels(name).set(shutil.disk_usage(_there(folder(settings))).free)


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that has been made."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())

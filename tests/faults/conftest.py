"""Prefect's surroundings: they must be there before any test of this folder imports it."""

from __future__ import annotations

from tests.flows.conftest import collected_here, prefect_server
from tests.unit.store.conftest import s3_address

__all__ = ["collected_here", "prefect_server", "s3_address"]

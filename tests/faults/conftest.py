"""Prefect's surroundings: they must be there before any test of this folder imports it."""

from __future__ import annotations

from tests.flows.conftest import prefect_server

__all__ = ["prefect_server"]

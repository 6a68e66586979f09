"""What tests ask a Prefect server, over its HTTP as any other program would."""

from __future__ import annotations

from typing import Any

import anyio
import httpx

from flows.catalogue import CATALOGUE

END = {"COMPLETED", "FAILED", "CANCELLED", "CRASHED"}


async def ask(api: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """What the server answers to this POST; [] while it doesn't answer at all."""
    async with httpx.AsyncClient(timeout=30) as client:
        with anyio.fail_after(120):
            while True:
                try:
                    answer = await client.post(f"{api}/{path}", json=body or {})
                except httpx.TransportError:
                    return []
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return answer.raise_for_status().json()
                await anyio.sleep(1)  # its SQLite is busy


async def runs(api: str, *states: str, flow: str) -> list[dict[str, Any]]:
    """The runs of a flow in states of these types, or in any; no more than 200."""
    asked: dict[str, Any] = {"flows": {"name": {"any_": [flow]}}}
    if states:
        asked["flow_runs"] = {"state": {"type": {"any_": list(states)}}}
    found: list[dict[str, Any]] = await ask(api, "flow_runs/filter", asked)
    return found


async def start(api: str, deployment: str, **parameters: Any) -> str:
    """Ask for a run of «flow/deployment» now; its id."""
    flow, name = deployment.split("/")
    async with httpx.AsyncClient(timeout=30) as client:
        found = (await client.get(f"{api}/deployments/name/{flow}/{name}")).raise_for_status()
    identity = found.json()["id"]
    made = await ask(
        api,
        f"deployments/{identity}/create_flow_run",
        {"state": {"type": "SCHEDULED"}, "parameters": parameters},
    )
    return str(made["id"])


async def quiet(api: str) -> None:
    """Pause every schedule: from now on only what a test asks for is run.

    What runs by the clock checks regions as of now, and no test could check a past day after that.
    """
    known: list[dict[str, Any]] = []
    with anyio.fail_after(120):
        while True:
            known = await ask(api, "deployments/filter")
            if len(known) == len(CATALOGUE):
                break
            await anyio.sleep(0.2)
    for one in known:
        await ask(api, f"deployments/{one['id']}/pause_deployment")


async def ended(api: str, *ids: str, seconds: float = 600) -> dict[str, dict[str, Any]]:
    """These runs once all of them are over, by id."""
    with anyio.fail_after(seconds):
        while True:
            known = await ask(api, "flow_runs/filter", {"flow_runs": {"id": {"any_": list(ids)}}})
            if {run["id"] for run in known if run["state_type"] in END} == set(ids):
                return {run["id"]: run for run in known}
            await anyio.sleep(0.5)

"""docker-compose.yml and the Dockerfile: valid, no root, no passwords, the locked versions."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.server import NEO4J_VERSION
from graph.server.jars import ROOTS, read_lock

ROOT = Path(__file__).parents[3]
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))[
    "services"
]
SECRETS = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["secrets"]


@pytest.fixture(params=sorted(SERVICES))
def service(request: pytest.FixtureRequest) -> dict[str, Any]:
    return SERVICES[request.param]


def test_it_fits_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema"]
    schema = ["--builtin-schema", "vendor.compose-spec"]
    ran = subprocess.run([*command, *schema, str(COMPOSE)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


def test_the_services_are_these() -> None:
    assert SERVICES.keys() == {"neo4j", "postgres", "prefect", "api", "worker"}


def test_a_service_is_watched(service: dict[str, Any]) -> None:
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


def test_a_service_is_nobodys_root(service: dict[str, Any]) -> None:
    user, group = service["user"].split(":")
    assert int(user) > 0
    assert int(group) > 0
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_a_service_waits_until_those_it_needs_are_healthy(service: dict[str, Any]) -> None:
    needs = service.get("depends_on", {})
    assert needs.keys() <= SERVICES.keys()
    assert {need["condition"] for need in needs.values()} <= {"service_healthy"}


def test_no_password_stands_in_it(service: dict[str, Any]) -> None:
    for name, value in service.get("environment", {}).items():
        if re.search("password|auth|secret|token", name, re.IGNORECASE):
            assert re.fullmatch(r"/run/secrets/\w+", str(value)), name


def test_a_secret_that_is_read_is_given(service: dict[str, Any]) -> None:
    read = set(re.findall(r"/run/secrets/(\w+)", str(service)))
    assert read <= set(service.get("secrets", []))
    assert read <= SECRETS.keys()


def test_secrets_are_files_that_are_never_committed() -> None:
    assert {secret["file"] for secret in SECRETS.values()} == {
        f"docker/secrets/{name}" for name in SECRETS
    }
    ignored = (ROOT / "docker" / "secrets" / ".gitignore").read_text(encoding="utf-8")
    assert "*" in ignored.splitlines()


def test_ports_are_open_to_this_machine_only(service: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_neo4j_is_the_version_of_the_local_server() -> None:
    assert SERVICES["neo4j"]["image"] == f"neo4j:{NEO4J_VERSION}-community"
    locked = {jar.coordinate for jar in read_lock()}
    assert {f"{root}:{NEO4J_VERSION}" for root in ROOTS} <= locked


def test_prefect_is_the_locked_version() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    (version,) = re.findall(r"^prefect==(\S+)", lock, re.MULTILINE)
    assert SERVICES["prefect"]["image"].startswith(f"prefecthq/prefect:{version}-python3.")


def test_the_image_is_built_on_one_supported_python_and_runs_as_nobody() -> None:
    bases = set(re.findall(r"^FROM python:3\.(\d+)-slim", DOCKERFILE, re.MULTILINE))
    assert len(bases) == 1
    assert int(bases.pop()) >= 11
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert DOCKERFILE.count("--require-hashes") == 2


def test_what_the_image_copies_is_let_through() -> None:
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert {f"!{name.removesuffix('/')}" for name in names} <= set(ignore)
    assert all((ROOT / name).exists() for name in names)

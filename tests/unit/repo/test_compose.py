"""docker-compose.yml and the Dockerfile: valid, no root, no passwords, the locked versions."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.server import NEO4J_VERSION
from graph.server.jars import ROOTS, read_lock

ROOT = Path(__file__).parents[3]
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
DECLARED = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = DECLARED["services"]
SECRETS = DECLARED["secrets"]
DATA = {"neo4j": "/data", "postgres": "/var/lib/postgresql/data"}
OURS = ("api", "worker")
DATABASE_OF_PREFECT = """
from prefect.settings import get_current_settings
print(get_current_settings().server.database.connection_url.get_secret_value())
"""


@pytest.fixture(params=sorted(SERVICES))
def service(request: pytest.FixtureRequest) -> dict[str, Any]:
    return SERVICES[request.param]


def test_it_fits_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema"]
    schema = ["--builtin-schema", "vendor.compose-spec"]
    ran = subprocess.run([*command, *schema, str(COMPOSE)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


def test_the_services_are_these() -> None:
    optional = {name for name, one in SERVICES.items() if one.get("profiles") == ["observability"]}
    assert optional == {"prometheus", "grafana"}
    assert SERVICES.keys() - optional == {"neo4j", "postgres", "prefect", "api", "worker"}


def test_files_that_the_api_takes_lie_where_the_worker_destroys_them() -> None:
    data = {name: dict(v.split(":")[::-1] for v in SERVICES[name]["volumes"]) for name in OURS}
    assert data["api"]["/data"] == data["worker"]["/data"]
    assert data["api"]["/data"] in DECLARED["volumes"]


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


@pytest.mark.parametrize("name", sorted(DATA))
def test_a_database_keeps_its_data_in_a_volume(name: str) -> None:
    volumes = dict(volume.split(":")[::-1] for volume in SERVICES[name]["volumes"])
    assert volumes[DATA[name]] in DECLARED["volumes"]


def test_prefect_alone_reaches_a_postgres_of_its_own(tmp_path: Path) -> None:
    network = set(SERVICES["postgres"]["networks"])
    sharing = {name for name, one in SERVICES.items() if network & set(one["networks"])}
    assert sharing == {"postgres", "prefect"}
    # Prefect itself says where these variables lead it; the password comes from a file there.
    given = {"PREFECT_SERVER_DATABASE_PASSWORD": "p", "PATH": ""}
    place = {"HOME": str(tmp_path), "PREFECT_HOME": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", DATABASE_OF_PREFECT],
        env=SERVICES["prefect"]["environment"] | given | place,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "postgresql+asyncpg://prefect:p@postgres:5432/prefect"
    owner = SERVICES["postgres"]["environment"]
    assert (owner["POSTGRES_USER"], owner["POSTGRES_DB"]) == ("prefect", "prefect")


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


def test_make_secrets_makes_new_ones_and_keeps_what_is_there(tmp_path: Path) -> None:
    script = tmp_path / "docker" / "make_secrets.sh"
    (script.parent / "secrets").mkdir(parents=True)
    shutil.copy(ROOT / "docker" / "make_secrets.sh", script)
    made = [secrets_after(script), secrets_after(script)]
    assert made[0] == made[1]
    assert made[0].keys() == SECRETS.keys()
    assert made[0]["neo4j_auth"] == f"neo4j/{made[0]['neo4j_password']}"
    assert len(set(made[0].values())) == len(SECRETS)
    assert all(re.search("[0-9a-f]{48}$", secret) for secret in made[0].values())
    assert stat.S_IMODE((script.parent / "secrets").stat().st_mode) == 0o700


def secrets_after(script: Path) -> dict[str, str]:
    subprocess.run(["sh", str(script)], check=True, capture_output=True)
    return {file.name: file.read_text() for file in (script.parent / "secrets").iterdir()}


def test_ports_are_open_to_this_machine_only(service: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_neo4j_is_the_version_of_the_local_server() -> None:
    assert SERVICES["neo4j"]["image"] == f"neo4j:{NEO4J_VERSION}-community"
    locked = {jar.coordinate for jar in read_lock()}
    assert {f"{root}:{NEO4J_VERSION}" for root in ROOTS} <= locked


def test_our_image_is_of_our_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    images = {SERVICES[name]["image"] for name in OURS}
    assert images == {f"orientir:{project['version']}"}


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

"""Dashboards and alert rules ask only for what the application really exposes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from api.metrics import Metrics
from api.subscription.bounds import Bounds
from graph.settings import Settings

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "docker" / "observability"
DASHBOARD = FOLDER / "grafana" / "dashboards" / "orientir.json"
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
# Words of PromQL that stand where a name may, of those that these files use.
PROMQL = frozenset({"by", "or", "on", "and", "le"})
# Prometheus itself makes this one of each address that it asks.
PROMETHEUS_OWN = frozenset({"up"})


def parsed(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rules() -> list[dict[str, Any]]:
    return [rule for group in parsed(FOLDER / "alerts.yml")["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    shown = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    return [panel for panel in shown if panel["type"] != "row"]


EXPRESSIONS = sorted(
    {rule["expr"] for rule in rules()}
    | {target["expr"] for panel in panels() for target in panel["targets"]}
)


def exposed() -> tuple[frozenset[str], frozenset[str]]:
    """Names and labels of the samples that the application's own registry gives once used."""
    metrics = Metrics()
    metrics.requests.labels("GET", "/", "200").inc()
    metrics.seconds.labels("/").observe(1)
    metrics.operations.labels("query", "OK").inc()
    metrics.limits.labels("TOO_DEEP").inc()
    with metrics.transaction("READ"):
        pass
    text = generate_latest(metrics.registry).decode()
    samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
    return (
        frozenset(one.name for one in samples),
        frozenset(label for one in samples for label in one.labels),
    )


def named(expression: str) -> tuple[set[str], set[str]]:
    """The metrics and the labels that an expression names."""
    bare = re.sub(r'"[^"]*"', '""', expression)
    labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"\"", bare))
    groups = re.findall(r"\bby \(([^)]*)\)", bare)
    labels |= {label.strip() for group in groups for label in group.split(",")}
    bare = re.sub(r"\bby \([^)]*\)|\{[^}]*\}|\[[^\]]*\]", " ", bare)
    words = set(re.findall(r"\b[a-z_]\w*\b(?!\s*\()", bare))
    return words - PROMQL, labels


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_and_label_asked_for_is_exposed(expression: str) -> None:
    names, labels = exposed()
    asked, by = named(expression)
    assert asked, expression
    assert asked <= names | PROMETHEUS_OWN, asked - names
    # Prometheus adds these two to whatever it is told.
    assert by <= labels | {"job", "instance"}, by - labels


def test_every_own_metric_is_on_the_dashboard() -> None:
    shown = {name for p in panels() for t in p["targets"] for name in named(t["expr"])[0]}
    own = {family.name for family in Metrics().registry.collect() if "orientir" in family.name}
    assert own
    assert {one for one in own if not any(name.startswith(one) for name in shown)} == set()


def test_a_rule_leads_to_what_to_do() -> None:
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert len({rule["alert"] for rule in rules()}) == len(rules())
    for rule in rules():
        assert f"`{rule['alert']}`" in told, rule["alert"]
        (chapter,) = re.findall(r"«([^»]+)»", rule["annotations"]["runbook"])
        assert f"\n## {chapter}\n" in told, chapter


def test_thresholds_are_of_the_limits_there_are() -> None:
    (rule,) = (rule for rule in rules() if rule["alert"] == "OrientirSocketsNearLimit")
    most = Bounds().sockets
    assert f"> {most * 9 // 10}" in rule["expr"]
    assert f"из {most}" in rule["annotations"]["summary"]


def test_compose_hands_over_these_files_and_the_key() -> None:
    scraped = parsed(FOLDER / "prometheus.yml")
    (job,) = scraped["scrape_configs"]
    assert job["job_name"] == "orientir"
    assert SERVICES["api"]["ports"][0].endswith(f":{job['dns_sd_configs'][0]['port']}")
    assert job["dns_sd_configs"][0]["names"] == ["api"]
    key = job["authorization"]["credentials_file"]
    assert key.removeprefix("/run/secrets/") in SERVICES["prometheus"]["secrets"]
    assert SERVICES["api"]["environment"]["ORIENTIR_METRICS_TOKEN_FILE"] == key
    assert "metrics_token_file" in Settings.model_fields
    together = set(SERVICES["api"]["networks"]) & set(SERVICES["prometheus"]["networks"])
    assert together & set(SERVICES["grafana"]["networks"])
    for name in ("prometheus", "grafana"):
        for volume in SERVICES[name]["volumes"]:
            source = volume.split(":")[0]
            assert not source.startswith("./") or (ROOT / source).exists(), source
    assert scraped["rule_files"] == ["alerts.yml"]


def test_grafana_finds_its_source_and_its_dashboard() -> None:
    provisioning = FOLDER / "grafana" / "provisioning"
    (source,) = parsed(provisioning / "datasources" / "prometheus.yml")["datasources"]
    assert {panel["datasource"]["uid"] for panel in panels()} == {source["uid"]}
    (provider,) = parsed(provisioning / "dashboards" / "orientir.yml")["providers"]
    mounted = {v.split(":")[1]: v.split(":")[0] for v in SERVICES["grafana"]["volumes"]}
    assert ROOT / mounted[provider["options"]["path"]] == DASHBOARD.parent


def test_images_are_pinned() -> None:
    for name in ("prometheus", "grafana"):
        assert re.fullmatch(r"[\w/]+:v?\d+\.\d+\.\d+", SERVICES[name]["image"])

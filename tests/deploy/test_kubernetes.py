"""What Kubernetes is told, overlay by overlay, as `kubectl kustomize` renders it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from contracts.keywords import Json
from registry.cli import COMMANDS
from registry.entrance.gate import UNGUARDED
from tests.deployment_files import DEPLOY, VARIABLES, read_yaml, run, tool

KUBERNETES = DEPLOY / "kubernetes"
OVERLAYS = ("staging", "production")
SECRETS = "/etc/bindery/secrets/"
# definitions of these are not in Kubernetes itself
OF_OPERATORS = {"external-secrets.io", "monitoring.coreos.com", "argoproj.io"}

pytestmark = pytest.mark.parametrize("overlay", OVERLAYS)


@cache
def rendered(overlay: str) -> list[Json]:
    """The manifests of an overlay."""
    text = run(tool("kubectl", is_required=False), "kustomize", KUBERNETES / "overlays" / overlay)
    return list(yaml.safe_load_all(text))


def kind(overlay: str, name: str) -> list[Json]:
    """The manifests of one kind."""
    return [manifest for manifest in rendered(overlay) if manifest["kind"] == name]


def pods(overlay: str) -> dict[str, Json]:
    """The pods that are described, by the name of what describes them."""
    return {
        manifest["metadata"]["name"]: manifest["spec"]["template"]
        for manifest in (*kind(overlay, "Deployment"), *kind(overlay, "Job"))
    }


def containers(overlay: str) -> dict[str, Json]:
    """The one container of each pod."""
    return {name: pod["spec"]["containers"][0] for name, pod in pods(overlay).items()}


def settings(overlay: str) -> dict[str, str]:
    """The variables that every container has."""
    found: dict[str, str] = kind(overlay, "ConfigMap")[0]["data"]
    return found


def test_kubernetes_knows_every_field(overlay: str, tmp_path: Path) -> None:
    """Each manifest of Kubernetes itself is valid, with no field that is unknown."""
    files = []
    for number, manifest in enumerate(rendered(overlay)):
        if manifest["apiVersion"].split("/")[0] not in OF_OPERATORS:
            files.append(tmp_path / f"{number}.yaml")
            files[-1].write_text(yaml.safe_dump(manifest), encoding="utf-8")
    told = run(tool("kubernetes-validate"), "--strict", *files)
    assert told.count("passed") == len(files) > 10


def test_every_variable_is_one_that_is_read(overlay: str) -> None:
    """A misspelt setting would silently be the default."""
    own = {variable["name"] for container in containers(overlay).values() for variable in container.get("env", ())}
    assert settings(overlay).keys() | own <= VARIABLES


def test_no_variable_is_made_up_by_kubernetes(overlay: str) -> None:
    """The Service called bindery would set BINDERY_PORT to an address, and no replica would start."""
    assert {pod["spec"]["enableServiceLinks"] for pod in pods(overlay).values()} == {False}


def test_one_image_serves_delivers_and_migrates(overlay: str) -> None:
    """The containers run commands of Bindery, all from the same image."""
    commands = {name: container["args"] for name, container in containers(overlay).items()}
    assert commands == {"bindery": ["serve"], "bindery-worker": ["worker"], "bindery-migrate": ["migrate"]}
    assert {words[0] for words in commands.values()} <= {command.__name__ for command in COMMANDS}
    assert len({container["image"] for container in containers(overlay).values()}) == 1


def test_probes_ask_what_is_served(overlay: str) -> None:
    """They name paths that need no credentials, at a port that the container has and the settings name."""
    container = containers(overlay)["bindery"]
    probes = [container[f"{probe}Probe"]["httpGet"] for probe in ("startup", "readiness", "liveness")]
    assert {probe["path"] for probe in probes} == UNGUARDED
    assert {probe["port"] for probe in probes} == {"http"}
    assert container["ports"] == [{"name": "http", "containerPort": int(settings(overlay)["BINDERY_PORT"])}]
    annotations = kind(overlay, "Ingress")[0]["metadata"]["annotations"]
    assert annotations["alb.ingress.kubernetes.io/healthcheck-path"] in UNGUARDED


def test_requests_in_flight_have_time_to_end(overlay: str) -> None:
    """A pod is killed after the pause before the end and the time for requests, not within."""
    container = containers(overlay)["bindery"]
    pause = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    needed = pause + int(settings(overlay)["BINDERY_SHUTDOWN_SECONDS"])
    assert pods(overlay)["bindery"]["spec"]["terminationGracePeriodSeconds"] > needed


def test_pods_may_do_nothing_that_they_need_not(overlay: str) -> None:
    """They keep to Kubernetes's restricted profile, and write to no file of the image."""
    for name, pod in pods(overlay).items():
        assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
        assert pod["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["spec"]["automountServiceAccountToken"] is False
        assert containers(overlay)[name]["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert containers(overlay)[name]["resources"]["limits"]["memory"]


def test_every_secret_is_fetched(overlay: str) -> None:
    """The files that variables name are keys of the secret, which come from this environment's part of the store."""
    main, metrics = sorted(kind(overlay, "ExternalSecret"), key=lambda secret: len(secret["metadata"]["name"]))
    own = {variable["name"]: variable["value"] for variable in containers(overlay)["bindery-worker"]["env"]} | settings(
        overlay
    )
    files = {value.removeprefix(SECRETS) for name, value in own.items() if name.endswith("_FILE")}
    made_by_terraform = {"database-url", "redis-url", "first-key", "session-secret"}
    assert files == made_by_terraform | {"amqp-url"}
    sources = [main["spec"]["dataFrom"][0]["extract"]["key"], main["spec"]["data"][0]["remoteRef"]["key"]]
    sources.append(metrics["spec"]["data"][0]["remoteRef"]["key"])
    assert sources == [f"bindery/{overlay}/{name}" for name in ("service", "amqp-url", "metrics-key")]


def test_prometheus_shows_its_key(overlay: str) -> None:
    """`/metrics` needs the role reader: the monitor names the secret that is fetched for it."""
    [endpoint] = kind(overlay, "ServiceMonitor")[0]["spec"]["endpoints"]
    names = {secret["spec"]["target"]["name"] for secret in kind(overlay, "ExternalSecret")}
    assert endpoint["authorization"]["credentials"]["name"] in names
    assert endpoint["port"] in {port["name"] for port in kind(overlay, "Service")[0]["spec"]["ports"]}


def test_nothing_is_allowed_that_no_policy_names(overlay: str) -> None:
    """The default is to deny, both ways; the policies that allow select pods that exist."""
    policies = {policy["metadata"]["name"]: policy["spec"] for policy in kind(overlay, "NetworkPolicy")}
    assert policies.pop("default-deny") == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for policy in policies.values():
        wanted = policy["podSelector"]["matchLabels"].items()
        assert any(wanted <= pod["metadata"]["labels"].items() for pod in pods(overlay).values())


def test_between_two_and_five_replicas_serve(overlay: str) -> None:
    """The autoscaler scales what runs the pods, and an eviction leaves one."""
    [scaler] = kind(overlay, "HorizontalPodAutoscaler")
    assert (scaler["spec"]["minReplicas"], scaler["spec"]["maxReplicas"]) == (2, 5)
    owner = {"staging": "Deployment", "production": "Rollout"}[overlay]
    assert scaler["spec"]["scaleTargetRef"]["kind"] == owner
    assert "bindery" in {manifest["metadata"]["name"] for manifest in kind(overlay, owner)}
    assert kind(overlay, "PodDisruptionBudget")[0]["spec"]["minAvailable"] == 1


def test_what_the_migration_needs_is_there_before_it(overlay: str) -> None:
    """Settings, secrets, account and network policies come first, then the migration, then the replicas."""

    def wave(manifest: Json) -> int:
        return int(manifest["metadata"].get("annotations", {}).get("argocd.argoproj.io/sync-wave", 0))

    needed = [manifest for name in ("ConfigMap", "ServiceAccount", "NetworkPolicy") for manifest in kind(overlay, name)]
    needed += [secret for secret in kind(overlay, "ExternalSecret") if secret["metadata"]["name"] == "bindery"]
    [migration] = kind(overlay, "Job")
    assert migration["metadata"]["annotations"]["argocd.argoproj.io/hook"] == "Sync"
    assert max(map(wave, needed)) < wave(migration) < min(map(wave, kind(overlay, "Deployment")))


def test_the_rules_are_those_that_have_tests(overlay: str) -> None:
    """Prometheus's operator gets `deploy/prometheus/rules.yml`; copy it into prometheus-rule.yaml when it changes."""
    [rules] = kind(overlay, "PrometheusRule")
    assert rules["spec"] == read_yaml(DEPLOY / "prometheus" / "rules.yml")

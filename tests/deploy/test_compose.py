"""`compose.yaml`, held against the specification, the settings and the files that it mounts."""

from __future__ import annotations

import pytest

from contracts.keywords import Json
from tests.deployment_files import DEPLOY, ROOT, VARIABLES, read_yaml, run, tool

COMPOSE = read_yaml(ROOT / "compose.yaml")
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "bindery"}


def test_the_file_is_as_the_specification_says() -> None:
    """It is valid by the JSON Schema of the Compose specification."""
    run(tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", "compose.yaml")


def test_one_image_serves_delivers_and_migrates() -> None:
    """The services of Bindery are its commands, and nothing else."""
    assert {name: service["command"] for name, service in OURS.items()} == {
        "migrate": ["migrate"],
        "registry": ["serve"],
        "worker": ["worker"],
    }


@pytest.mark.parametrize("service", OURS.values(), ids=OURS)
def test_every_variable_is_one_that_is_read(service: Json) -> None:
    """A misspelt setting would silently be the default."""
    assert set(service["environment"]) <= VARIABLES


@pytest.mark.parametrize("service", OURS.values(), ids=OURS)
def test_no_container_of_ours_may_more_than_it_must(service: Json) -> None:
    """The root file system is read-only, and no capability is left."""
    assert (service["read_only"], service["cap_drop"], service["tmpfs"]) == (True, ["ALL"], ["/tmp"])  # noqa: S108


def test_what_is_mounted_is_there() -> None:
    """Compose would make an empty folder in its place."""
    mounted = [
        source
        for service in COMPOSE["services"].values()
        for source in (volume.split(":")[0] for volume in service.get("volumes", ()))
        if source.startswith(".")
    ]
    assert mounted
    assert [source for source in mounted if not (ROOT / source).is_dir()] == []


def test_the_proxy_can_read_its_files() -> None:
    """Both files together are a configuration of HAProxy."""
    folder = DEPLOY / "haproxy"
    haproxy = tool("haproxy")
    run(haproxy, "-c", "-f", folder / "haproxy.cfg", "-f", folder / "replicas.cfg", BINDERY_PROXY_ADDRESS=":8000")

"""The infrastructure on AWS. It is planned against the provider's real definitions, and never made."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.deployment_files import DEPLOY, run, tool

TERRAFORM = DEPLOY / "terraform"
ENVIRONMENTS = ("staging", "production")
MODULES = {path.name for path in (TERRAFORM / "modules").iterdir()}
PROVIDER = "registry.terraform.io/hashicorp/aws"


def mirror() -> Path:
    """A folder that holds the AWS provider, too large to be downloaded for a test; skips where there is none."""
    named = os.environ.get("BINDERY_TERRAFORM_PLUGINS")
    places = [Path(named)] if named else [Path("/usr/local/share/terraform/plugins"), *Path("/opt").glob("*plugins")]
    for place in places:
        if (place / PROVIDER).is_dir():
            return place
    pytest.skip(f"no folder with the provider {PROVIDER}: BINDERY_TERRAFORM_PLUGINS names one")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of all modules, in which Terraform may leave what it wants."""
    copy = tmp_path_factory.mktemp("terraform")
    shutil.copytree(TERRAFORM, copy, dirs_exist_ok=True)
    settings = f'provider_installation {{\n  filesystem_mirror {{ path = "{mirror()}" }}\n}}\n'
    (copy / "terraform.rc").write_text(settings, encoding="utf-8")
    return copy


def terraform(house: Path, folder: str, *command: str) -> str:
    """What Terraform says in a folder of the copy, which it has prepared."""
    program = tool("terraform", is_required=False)
    env = {"TF_CLI_CONFIG_FILE": str(house / "terraform.rc"), "CHECKPOINT_DISABLE": "1"}
    run(program, "init", "-backend=false", "-no-color", cwd=house / folder, **env)
    return run(program, *command, "-no-color", cwd=house / folder, **env)


def test_all_files_are_formatted() -> None:
    """`terraform fmt` would change nothing."""
    run(tool("terraform", is_required=False), "fmt", "-check", "-recursive", TERRAFORM, TF_CLI_CONFIG_FILE=os.devnull)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_argument_is_one_that_the_provider_knows(house: Path, environment: str) -> None:
    """References, types and arguments are right by the provider's own definitions."""
    assert "Success" in terraform(house, f"environments/{environment}", "validate")


def test_what_would_be_made_is_safe(house: Path) -> None:
    """Terraform's own tests, with a provider that makes nothing: private, encrypted, without passwords in the state."""
    assert "0 failed" in terraform(house, "modules/environment", "test")


def test_both_environments_are_made_of_the_same_modules() -> None:
    """They differ in size, and in nothing else: each root names the two modules that lead to all others."""
    for environment in ENVIRONMENTS:
        text = (TERRAFORM / "environments" / environment / "main.tf").read_text(encoding="utf-8")
        assert f'environment        = "{environment}"' in text
        assert {name for name in MODULES if f"modules/{name}" in text} == {"environment", "passwords"}

"""Commands that ask a registry which requires client certificates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.command_line import Project, bindery
from tests.running_registry import running_registry


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    """An authority that certifies servers and clients, its own certificate in `ca.pem`."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return made


def issue(authority: trustme.CA, name: str, folder: Path) -> tuple[Path, Path]:
    """The files of a certificate, and of its key."""
    issued = authority.issue_cert(name)
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    issued.cert_chain_pems[0].write_to_path(str(certificate))
    issued.private_key_pem.write_to_path(str(key))
    return certificate, key


@pytest.fixture
def url(authority: trustme.CA, tmp_path: Path) -> Iterator[str]:
    """A registry that speaks TLS, and only to those who show a certificate of the authority."""
    certificate, key = issue(authority, "127.0.0.1", tmp_path)
    with running_registry(
        tmp_path, tls_certificate=certificate, tls_key=key, tls_client_ca=tmp_path / "ca.pem"
    ) as running:
        yield running


@pytest.fixture
def known(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The variables of a client whom the registry trusts, and who trusts it."""
    certificate, key = issue(authority, "pipeline.example.org", tmp_path)
    monkeypatch.setenv("BINDERY_CA_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("BINDERY_CLIENT_CERT", str(certificate))
    monkeypatch.setenv("BINDERY_CLIENT_KEY", str(key))
    return monkeypatch


def test_a_command_shows_its_certificate(url: str, project: Project, known: pytest.MonkeyPatch) -> None:
    """With the variables set it registers; without its certificate the registry does not speak to it."""
    assert bindery("register", project.docs, "--url", url).code == 0
    known.delenv("BINDERY_CLIENT_CERT")
    known.delenv("BINDERY_CLIENT_KEY")
    assert bindery("register", project.docs, "--url", url).code == 3


def test_a_registry_of_an_unknown_authority_is_not_trusted(
    url: str, project: Project, known: pytest.MonkeyPatch
) -> None:
    """Without the authority's file nobody sends a document anywhere."""
    known.delenv("BINDERY_CA_FILE")
    answer = bindery("register", project.docs, "--url", url)
    assert (answer.code, "certificate" in answer.err.lower()) == (3, True)


@pytest.mark.parametrize("variable", ["BINDERY_CA_FILE", "BINDERY_CLIENT_CERT"])
def test_a_file_that_cannot_be_used_is_a_usage_error(
    project: Project, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """A certificate that was not mounted is told before anybody is asked."""
    monkeypatch.setenv(variable, "/nowhere/file.pem")
    answer = bindery("register", project.docs)
    assert (answer.code, "/nowhere/file.pem" in answer.err) == (2, True)


def test_a_key_without_its_certificate_is_a_usage_error(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the pair proves nothing."""
    monkeypatch.setenv("BINDERY_CLIENT_KEY", "/nowhere/client.key")
    answer = bindery("register", project.docs)
    assert (answer.code, "BINDERY_CLIENT_CERT" in answer.err) == (2, True)

"""A registry that other machines can reach: a first key, TLS, client certificates."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import httpx2
import pytest
import trustme

from contracts.keywords import Json
from registry.app import RegistryServer, prepare_database
from registry.auth.roles import AccessRole
from registry.settings import Settings
from registry.storage import Database, migrate
from tests.api_keys import bearer, created_key
from tests.running_registry import running_registry

EVERYWHERE = {"host": "0.0.0.0"}  # noqa: S104 - what the tests are about


@contextmanager
def served(settings: Settings) -> Iterator[tuple[int, list[str]]]:
    """The port of a running registry, and the first keys that it told."""
    told: list[str] = []
    started: Queue[str] = Queue()
    server = RegistryServer(settings, on_start=started.put, on_first_key=told.append)
    thread = threading.Thread(target=server.answer_requests)
    thread.start()
    try:
        port = httpx2.URL(started.get(timeout=30)).port
        assert port is not None
        yield port, told
    finally:
        server.should_exit = True
        thread.join(timeout=30)


@pytest.mark.parametrize("changed", [EVERYWHERE, {"host": ""}, {"host": "::"}, {"authentication": "required"}])
def test_a_first_start_for_others_creates_one_admin_key(settings: Settings, changed: dict[str, Json]) -> None:
    """The key is told once: the second start creates none, and the first one is still good."""
    settings = settings.model_copy(update=changed)
    with served(settings) as (port, told):
        url = f"http://127.0.0.1:{port}" if changed.get("host") != "::" else f"http://[::1]:{port}"
        assert httpx2.get(f"{url}/api/v1/keys").status_code == 401
        assert httpx2.get(f"{url}/api/v1/keys", headers=bearer(told[0])).status_code == 200
    with served(settings) as (port, again):
        assert (len(told), again) == (1, [])


def test_a_first_key_that_is_given_is_not_told(settings: Settings) -> None:
    """It comes from where secrets are kept; nobody has to look for it in a log, and only the first start counts."""
    given = {"first_key": "bk_" + "a" * 43}
    with served(settings.model_copy(update=EVERYWHERE | given)) as (port, told):
        assert httpx2.get(f"http://127.0.0.1:{port}/api/v1/keys", headers=bearer(given["first_key"])).status_code == 200
    other = {"first_key": "bk_" + "b" * 43}
    with served(settings.model_copy(update=EVERYWHERE | other)) as (port, again):
        assert httpx2.get(f"http://127.0.0.1:{port}/api/v1/keys", headers=bearer(other["first_key"])).status_code == 401
    assert (told, again) == ([], [])


def test_a_first_start_on_loopback_creates_no_key(settings: Settings) -> None:
    """The embedded default needs none."""
    with served(settings) as (port, told):
        assert httpx2.get(f"http://127.0.0.1:{port}/api/v1/keys").json()["items"] == []
    assert told == []


def test_a_registry_with_an_identity_provider_creates_no_key(settings: Settings) -> None:
    """Admins come with tokens."""
    trusted = {"oidc_issuer": "a", "oidc_audience": "b", "oidc_keys": "http://127.0.0.1:9/keys"}
    with served(settings.model_copy(update=EVERYWHERE | trusted)) as (port, told):
        assert httpx2.get(f"http://127.0.0.1:{port}/api/v1/keys").status_code == 401
    assert told == []


@pytest.mark.postgres
def test_of_several_replicas_one_creates_the_key(postgres_url: str) -> None:
    """Replicas that start at once on an empty database make one admin key together."""
    settings = Settings(database_url=postgres_url, authentication="required")

    async def start() -> int:
        database = Database(postgres_url)
        await migrate(database)
        await database.close()
        made = await asyncio.gather(*(prepare_database(settings) for _ in range(5)))
        return sum(key is not None for key in made)

    assert asyncio.run(start()) == 1


@pytest.mark.postgres
def test_a_replica_waits_for_the_migration(postgres_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Without tables there is no key, the service starts all the same, and says what to do."""
    assert asyncio.run(prepare_database(Settings(database_url=postgres_url, authentication="required"))) is None
    assert "bindery keys create" in caplog.text


@pytest.fixture
def authority() -> trustme.CA:
    """A certificate authority of this test's own."""
    return trustme.CA()


@pytest.fixture
def certificate(authority: trustme.CA, tmp_path: Path) -> dict[str, Path]:
    """The settings of a server certificate."""
    issued = authority.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(str(tmp_path / "server.pem"))
    issued.private_key_pem.write_to_path(str(tmp_path / "server.key"))
    return {"tls_certificate": tmp_path / "server.pem", "tls_key": tmp_path / "server.key"}


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """A client's TLS that trusts the authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_a_certificate_makes_it_https(authority: trustme.CA, certificate: dict[str, Path], tmp_path: Path) -> None:
    """With a certificate the registry speaks TLS and nothing else."""
    with running_registry(tmp_path, **certificate) as url:
        assert url.startswith("https://")
        assert httpx2.get(f"{url}/healthz", verify=trusting(authority)).status_code == 200
        with pytest.raises(httpx2.HTTPError):
            httpx2.get(url.replace("https", "http") + "/healthz")


def test_a_client_without_a_certificate_is_refused(
    authority: trustme.CA, certificate: dict[str, Path], tmp_path: Path
) -> None:
    """With an authority for clients, only those that it issued a certificate for are spoken to."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with running_registry(tmp_path, **certificate, tls_client_ca=tmp_path / "ca.pem") as url:
        with pytest.raises((httpx2.HTTPError, OSError)):
            httpx2.get(f"{url}/healthz", verify=trusting(authority))
        stranger = trusting(authority)
        trustme.CA().issue_cert("orders@example.org").configure_cert(stranger)
        with pytest.raises((httpx2.HTTPError, OSError)):
            httpx2.get(f"{url}/healthz", verify=stranger)
        known = trusting(authority)
        authority.issue_cert("orders@example.org").configure_cert(known)
        assert httpx2.get(f"{url}/healthz", verify=known).status_code == 200


def test_a_certificate_is_not_a_key(authority: trustme.CA, certificate: dict[str, Path], tmp_path: Path) -> None:
    """Client certificates let somebody speak; what they may do, their key says."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    key = created_key(Settings.of_sqlite_file(tmp_path / "registry.db"), AccessRole.READER)
    known = trusting(authority)
    authority.issue_cert("orders@example.org").configure_cert(known)
    with running_registry(tmp_path, **certificate, tls_client_ca=tmp_path / "ca.pem") as url:
        assert httpx2.get(f"{url}/version", verify=known).status_code == 401
        assert httpx2.get(f"{url}/version", verify=known, headers=bearer(key)).status_code == 200

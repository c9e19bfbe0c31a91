"""Where contracts come from when things go wrong: each fault is played by a real server."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bindery_client import Contracts, ContractsUnavailable, InvalidLockFile
from bindery_client.resolution.canonical import fingerprint_of
from bindery_client.resolution.disk_cache import DiskCache, default_directory
from contracts.model import Role
from tests.client_locks import event_entry, lock_bytes, operation_entry, write_lock
from tests.loopback import Answer, Loopback, serving

TOKEN = "key"  # noqa: S105 - of a server that checks none
FIRST = lock_bytes(event_entry(version=1))
SECOND = lock_bytes(event_entry(version=2))


def good(body: bytes, **headers: str) -> Answer:
    """The answer of a registry that is well."""
    tags = {"Content-Type": "application/json", "ETag": f'"{fingerprint_of(body)}"'}
    return Answer(headers=tags | headers, pieces=(body,))


@pytest.fixture
def registry() -> Iterator[Loopback]:
    """A registry that serves the first lock document."""
    with serving(good(FIRST)) as server:
        yield server


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A directory for the disk cache, not made yet."""
    return tmp_path / "cache"


def from_registry(server: Loopback, cache: Path, timeout_seconds: float = 5.0) -> Contracts:
    """The contracts of billing."""
    return Contracts.from_registry(
        server.url, service="billing", token=TOKEN, cache_directory=cache, timeout_seconds=timeout_seconds
    )


def version_of(contracts: Contracts) -> int | None:
    """The version of the one event."""
    return contracts.event("order.created").version


def closed_port() -> str:
    """The URL of a port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_the_registry_is_asked_for_the_latest(registry: Loopback, cache: Path) -> None:
    """The lock document of the service is fetched with the token, and its origin is the registry."""
    contracts = from_registry(registry, cache)
    assert contracts.origin == f"registry {registry.url}"
    ((path, headers),) = registry.asked
    assert path == "/api/v1/services/billing/lock"
    assert (headers["authorization"], headers["accept"]) == (f"Bearer {TOKEN}", "application/json")


def test_the_token_may_stand_in_a_file(
    registry: Loopback, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As orchestrators hand secrets out; a file that is not there is told before anybody is asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BINDERY_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(ContractsUnavailable, match="BINDERY_TOKEN_FILE"):
        Contracts.resolve(registry=registry.url, service="billing", cache_directory=cache)
    (tmp_path / "token").write_text("of-a-file\n", encoding="utf-8")
    Contracts.resolve(registry=registry.url, service="billing", cache_directory=cache)
    ((_, headers),) = registry.asked
    assert headers["authorization"] == "Bearer of-a-file"


def test_contracts_know_the_registry_but_not_its_password(registry: Loopback, cache: Path) -> None:
    """The URL ends up in messages."""
    url = registry.url.replace("http://", "http://user:secret@")
    contracts = Contracts.from_registry(url, service="billing", cache_directory=cache)
    assert contracts.registry_url == registry.url


def test_a_new_version_is_taken_at_the_next_start(registry: Loopback, cache: Path) -> None:
    """The cache never hides what the registry has."""
    from_registry(registry, cache)
    registry.answer = good(SECOND)
    assert version_of(from_registry(registry, cache)) == 2


def test_what_is_unchanged_is_not_downloaded_again(registry: Loopback, cache: Path) -> None:
    """The registry is asked with the fingerprint that is cached, and may answer 304."""
    from_registry(registry, cache)
    registry.answer = Answer(status=304)
    contracts = from_registry(registry, cache)
    assert registry.asked[-1][1]["if-none-match"] == f'"{fingerprint_of(FIRST)}"'
    assert "unchanged, from disk cache" in contracts.origin
    assert version_of(contracts) == 1


def test_a_304_that_nobody_asked_for_is_a_bad_answer(registry: Loopback, cache: Path) -> None:
    """Without a cached body there is nothing that could be unchanged."""
    registry.answer = Answer(status=304)
    with pytest.raises(ContractsUnavailable, match="it answered 304"):
        from_registry(registry, cache)


def test_spellings_of_a_service_are_one(registry: Loopback, cache: Path) -> None:
    """The registry normalises the name of a service, and the client knows how."""
    registry.answer = good(lock_bytes(event_entry(), service="order-service"))
    found = Contracts.from_registry(registry.url + "/", service="Order_Service", cache_directory=cache)
    assert found.service == "order-service"
    assert registry.asked[0][0] == "/api/v1/services/Order_Service/lock"


def test_a_slash_in_the_name_of_a_service_is_escaped(registry: Loopback, cache: Path) -> None:
    """The registry reads it as it does in the names of contracts; `%2F` leads nowhere."""
    registry.answer = good(lock_bytes(event_entry(), service="team/a~b"))
    assert Contracts.from_registry(registry.url, service="team/a~b", cache_directory=cache).service == "team/a~b"
    assert registry.asked[0][0] == "/api/v1/services/team~1a~0b/lock"


def test_a_weak_tag_is_a_tag(registry: Loopback, cache: Path) -> None:
    """A proxy that compresses weakens the tag and leaves the body what it was."""
    registry.answer = good(FIRST, ETag=f'W/"{fingerprint_of(FIRST)}"')
    assert version_of(from_registry(registry, cache)) == 1


FAULTS = {
    "500": (Answer(status=500), "it answered 500"),
    "401": (Answer(status=401), "it answered 401"),
    "redirect": (Answer(status=302, headers={"Location": "https://example.com/"}), "it answered 302"),
    "content-type": (good(SECOND, **{"Content-Type": "text/html; charset=utf-8"}), "content type text/html, not"),
    "no-content-type": (Answer(pieces=(SECOND,)), "content type none"),
    "no-tag": (Answer(headers={"Content-Type": "application/json"}, pieces=(SECOND,)), "carries no ETag"),
    "tampered": (good(SECOND, ETag=f'"{fingerprint_of(FIRST)}"'), "truncated or tampered with"),
    "cut-short": (
        Answer(headers=good(SECOND).headers, pieces=(SECOND[:99],), claimed_length=len(SECOND)),
        "truncated or tampered",
    ),
    "truncated": (Answer(headers=good(SECOND).headers, pieces=(SECOND[:99],)), "truncated or tampered with"),
    "no-json": (good(b"<html>"), "is no JSON text"),
    "other-service": (good(lock_bytes(service="orders")), "holds the contracts of 'orders', not of 'billing'"),
    "wrong-fingerprint": (
        good(lock_bytes(event_entry() | {"schema": {"type": "object"}})),
        "is not what its fingerprint",
    ),
    "listed-twice": (good(lock_bytes(event_entry(), event_entry())), "listed twice in one role"),
    "two-versions": (
        good(lock_bytes(event_entry(), event_entry(Role.PRODUCER, {"type": "object"}))),
        "pinned to two versions",
    ),
    "no-operation": (good(lock_bytes(operation_entry() | {"schema": {"responses": []}})), "`schema` is no schema"),
    "nested": (good(b"[" * 100_000), "is no JSON text"),
    "slow-to-begin": (Answer(pause_seconds=30), "it did not answer within 0.3 s"),
    "slow-to-end": (
        Answer(
            headers=good(SECOND).headers, pieces=tuple(SECOND[i : i + 9] for i in range(0, 900, 9)), pause_seconds=0.1
        ),
        "did not end within 0.3 s",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_answer_leaves_the_cache_in_use(
    fault: str, registry: Loopback, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The service starts with what it had, says why, and the good entry stays for the next start."""
    from_registry(registry, cache)
    kept = {path: path.read_bytes() for path in cache.iterdir()}
    registry.answer, reason = FAULTS[fault]
    with caplog.at_level(logging.WARNING, logger="bindery_client"):
        contracts = from_registry(registry, cache, timeout_seconds=0.3)
    assert version_of(contracts) == 1
    assert reason in contracts.origin
    assert reason in caplog.text
    assert {path: path.read_bytes() for path in cache.iterdir()} == kept


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_answer_without_a_cache_is_an_error(fault: str, registry: Loopback, cache: Path) -> None:
    """Nothing is started with contracts that cannot be trusted, and nothing bad is kept."""
    registry.answer, reason = FAULTS[fault]
    with pytest.raises(ContractsUnavailable) as caught:
        from_registry(registry, cache, timeout_seconds=0.3)
    assert reason in caught.value.tried[0]
    assert "nothing was kept yet" in caught.value.tried[1]
    assert not cache.exists()


def test_a_token_that_cannot_be_sent_is_named(registry: Loopback, cache: Path) -> None:
    """A header takes Latin-1 only: the cache answers, as for every failure of the registry."""
    with pytest.raises(ContractsUnavailable, match="latin-1"):
        Contracts.from_registry(registry.url, service="billing", token="clé-€", cache_directory=cache)  # noqa: S106 - of a server that checks none


def test_an_answer_without_end_is_a_bad_answer(
    registry: Loopback, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is downloaded is bounded, so a wrong address cannot fill the memory."""
    monkeypatch.setattr("bindery_client.resolution.registry_answer.MAX_BODY_BYTES", 100)
    with pytest.raises(ContractsUnavailable, match="larger than 100 bytes"):
        from_registry(registry, cache)


def test_a_registry_that_is_down_leaves_the_cache_in_use(cache: Path) -> None:
    """A service restarts while the registry is away."""
    with serving(good(FIRST)) as server:
        from_registry(server, cache)
    contracts = from_registry(server, cache)
    assert version_of(contracts) == 1
    assert contracts.origin.startswith("disk cache ")


def test_an_address_that_is_none_is_a_bad_answer(cache: Path) -> None:
    """A URL that nothing can be asked at is said to be one."""
    for url in ("no-url", "http://[", "ftp://127.0.0.1"):
        with pytest.raises(ContractsUnavailable, match="registry "):
            Contracts.from_registry(url, service="billing", cache_directory=cache)


def test_credentials_in_a_url_are_not_repeated(cache: Path) -> None:
    """Errors and origins are logged, so they name the registry without its password."""
    url = closed_port().replace("//", "//user:s3cr3t@")
    with pytest.raises(ContractsUnavailable) as caught:
        Contracts.from_registry(url, service="billing", cache_directory=cache)
    assert "s3cr3t" not in str(caught.value)


def test_registries_and_services_have_entries_of_their_own(registry: Loopback, cache: Path) -> None:
    """What staging served is never used for production."""
    from_registry(registry, cache)
    with pytest.raises(ContractsUnavailable, match="nothing was kept yet"):
        Contracts.from_registry(closed_port(), service="billing", cache_directory=cache)


@pytest.mark.parametrize("damage", [b"", b"{}", FIRST[:-20]])
def test_a_damaged_cache_entry_is_passed_over_and_named(damage: bytes, registry: Loopback, cache: Path) -> None:
    """A body that is not what its name says is not used, and does not stop the registry from being asked."""
    from_registry(registry, cache)
    (body,) = cache.glob("sha256-*.json")
    body.write_bytes(damage)
    good_answer, registry.answer = registry.answer, Answer(status=500)
    with pytest.raises(ContractsUnavailable, match=f"{body} is damaged"):
        from_registry(registry, cache)
    registry.answer = good_answer
    assert version_of(from_registry(registry, cache)) == 1
    assert body.read_bytes() == FIRST


@pytest.mark.parametrize("damage", [b"", b"\xff", b"../../etc/passwd"])
def test_a_damaged_name_in_the_cache_is_passed_over(damage: bytes, registry: Loopback, cache: Path) -> None:
    """Only a fingerprint leads to a file."""
    from_registry(registry, cache)
    (latest,) = cache.glob("*.latest")
    latest.write_bytes(damage)
    registry.answer = Answer(status=500)
    with pytest.raises(ContractsUnavailable, match=latest.name):
        from_registry(registry, cache)


def test_a_body_that_is_gone_is_named(registry: Loopback, cache: Path) -> None:
    """Someone cleaned up half of the cache."""
    from_registry(registry, cache)
    next(cache.glob("sha256-*.json")).unlink()
    registry.answer = Answer(status=500)
    with pytest.raises(ContractsUnavailable, match="cannot be read: No such file"):
        from_registry(registry, cache)


def test_a_cache_that_cannot_be_written_costs_nothing_now(
    registry: Loopback, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The service starts, and the log says that the next start has no safety net."""
    occupied = tmp_path / "cache"
    occupied.write_text("a file")
    assert version_of(from_registry(registry, occupied)) == 1
    assert "cannot be kept" in caplog.text


def test_a_write_that_fails_leaves_the_entry_that_was_there(cache: Path) -> None:
    """A body that cannot be put in place leaves no temporary file and no change."""
    kept = DiskCache(directory=cache, key="billing")
    kept.keep(FIRST)
    kept.body_path(fingerprint_of(SECOND)).mkdir()
    with pytest.raises(OSError, match="directory"):
        kept.keep(SECOND)
    assert kept.read() == FIRST
    assert list(cache.glob(".writing-*")) == []


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, Path("/x/bindery")),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, Path("/h/.cache/bindery")),
        ({"LOCALAPPDATA": "/l"}, Path("/l/bindery")),
        ({}, None),
    ],
)
def test_the_cache_stands_in_the_users_directory(environment: dict[str, str], expected: Path | None) -> None:
    """As the platform has it; without a home there is no cache, rather than one that others may write to."""
    assert default_directory(environment) == expected


def test_without_a_home_there_is_no_cache(registry: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry alone has to do."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE"):
        monkeypatch.delenv(variable, raising=False)
    assert version_of(Contracts.from_registry(registry.url, service="billing")) == 1
    registry.answer = Answer(status=500)
    with pytest.raises(ContractsUnavailable, match="there is no directory for it"):
        Contracts.from_registry(registry.url, service="billing")


def test_a_lock_file_comes_before_everything(registry: Loopback, tmp_path: Path, cache: Path) -> None:
    """With a lock file nobody is asked, so a registry that is down does not matter."""
    lock = write_lock(tmp_path, event_entry(version=7))
    found = Contracts.resolve(lock=lock, registry=registry.url, service="billing", cache_directory=cache)
    assert version_of(found) == 7
    assert registry.asked == []


def test_without_a_lock_file_the_registry_is_asked(
    registry: Loopback, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Registry, service and token may come from the environment."""
    for name, value in (("URL", registry.url), ("SERVICE", "billing"), ("TOKEN", "from-environment")):
        monkeypatch.setenv(f"BINDERY_{name}", value)
    found = Contracts.resolve(lock=tmp_path / "none.json", cache_directory=cache)
    assert version_of(found) == 1
    assert registry.asked[0][1]["authorization"] == "Bearer from-environment"


def test_with_nothing_at_all_the_error_says_what_was_tried(tmp_path: Path, cache: Path) -> None:
    """Lock file, registry and disk cache, each with its reason, and what to do."""
    url = closed_port()
    with pytest.raises(ContractsUnavailable) as caught:
        Contracts.resolve(lock=tmp_path / "c.json", registry=url, service="billing", cache_directory=cache)
    lines = str(caught.value).splitlines()
    assert lines[0] == "no contracts for the service 'billing'. Tried:"
    assert lines[1] == f"  - lock file {tmp_path / 'c.json'}: there is none"
    assert lines[2].startswith(f"  - registry {url}: ")
    assert "refused" in lines[2]
    assert lines[3] == f"  - disk cache {cache}: nothing was kept yet"
    assert lines[4] == "Commit a lock file (`bindery pull`) to start without the registry."


def test_without_a_lock_file_registry_and_service_must_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says how."""
    for name in ("URL", "SERVICE"):
        monkeypatch.delenv(f"BINDERY_{name}", raising=False)
    with pytest.raises(ContractsUnavailable, match=r"registry: none is named \(`registry=` or BINDERY_URL\)"):
        Contracts.resolve(lock=tmp_path / "none.json", service="billing")
    with pytest.raises(ContractsUnavailable, match=r"service: none is named"):
        Contracts.resolve(lock=tmp_path / "none.json", registry="http://127.0.0.1:1")


def test_a_damaged_lock_file_is_never_passed_over(registry: Loopback, tmp_path: Path) -> None:
    """Someone pinned these contracts: taking others in silence would undo it."""
    lock = write_lock(tmp_path, event_entry(Role.CONSUMER) | {"version": "x"})
    with pytest.raises(InvalidLockFile):
        Contracts.resolve(lock=lock, registry=registry.url, service="billing")
    assert registry.asked == []

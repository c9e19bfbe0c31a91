"""Settings: what is refused, and how secrets stay secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from contracts.keywords import Json
from registry.settings import Settings

DATABASE_URL = "postgresql+asyncpg://bindery:hunter2@db.example/bindery"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"oidc_issuer": "a"}, "belong together"),
        ({"oidc_issuer": "a", "oidc_audience": "b"}, "belong together"),
        ({"oidc_keys": "http://identity.example/keys"}, "https"),
        ({"oidc_algorithms": "HS256"}, "RS256"),
        ({"oidc_algorithms": "RS256,none"}, "RS256"),
        ({"oidc_algorithms": ""}, "at least 1"),
        ({"tls_certificate": "a"}, "belong together"),
        ({"tls_client_ca": "a"}, "needs tls_certificate"),
        ({"proxy_subject_header": "x-subject"}, "needs trusted_proxies"),
        ({"trusted_proxies": "0.0.0.0/0"}, "name the proxies"),
        ({"trusted_proxies": "proxy.example"}, "proxy.example"),
        ({"rate_limit": "many"}, "6000/minute"),
        ({"rate_limit_storage": "memcached://x"}, "redis://"),
        ({"authentication": "none"}, "required"),
        ({"proxy_role": "root"}, "admin"),
        ({"first_key": "hunter2"}, "bk_"),
    ],
)
def test_an_unsafe_setting_is_refused(given: dict[str, Json], reason: str) -> None:
    """Half of a protection is none, and the error says what is missing."""
    with pytest.raises(ValidationError, match=reason):
        Settings(**given)


@pytest.mark.parametrize(
    ("given", "is_required"),
    [
        ({}, False),
        ({"host": "::1"}, False),
        ({"host": "localhost"}, False),
        ({"host": "0.0.0.0"}, True),  # noqa: S104 - what the test is about
        ({"host": ""}, True),
        ({"host": "registry.example"}, True),
        ({"authentication": "required"}, True),
        ({"oidc_issuer": "a", "oidc_audience": "b", "oidc_keys": "/keys.json"}, True),
        ({"trusted_proxies": "10.0.0.1", "proxy_subject_header": "x-subject"}, True),
    ],
)
def test_authentication_is_required_wherever_others_could_ask(given: dict[str, Json], *, is_required: bool) -> None:
    """Only a registry on loopback, for which nobody configured anything, does without."""
    assert Settings(**given).is_authentication_required is is_required


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable holds a list as people write one."""
    monkeypatch.setenv("BINDERY_OIDC_ALGORITHMS", "ES256, EdDSA")
    monkeypatch.setenv("BINDERY_TRUSTED_PROXIES", "10.0.0.1,fd00::/8")
    settings = Settings()
    assert settings.oidc_algorithms == ("ES256", "EdDSA")
    assert settings.trusted_proxies == ("10.0.0.1/32", "fd00::/8")


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As orchestrators hand them out: mounted, with a line end."""
    (tmp_path / "url").write_text(f"{DATABASE_URL}\n", encoding="utf-8")
    monkeypatch.setenv("BINDERY_DATABASE_URL_FILE", str(tmp_path / "url"))
    assert Settings().database_url == DATABASE_URL


def test_a_secret_is_given_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two places for one secret are a slip of which one would silently win."""
    monkeypatch.setenv("BINDERY_DATABASE_URL", DATABASE_URL)
    monkeypatch.setenv("BINDERY_DATABASE_URL_FILE", str(tmp_path / "url"))
    with pytest.raises(SettingsError) as error:
        Settings()
    assert "twice" in str(error.value.__cause__)


def test_a_secret_file_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not the default instead."""
    monkeypatch.setenv("BINDERY_DATABASE_URL_FILE", str(tmp_path / "missing"))
    with pytest.raises(SettingsError) as error:
        Settings()
    assert "BINDERY_DATABASE_URL_FILE" in str(error.value.__cause__)


def test_secrets_are_not_shown() -> None:
    """Neither settings nor errors about them show what may hold a password."""
    shown = repr(Settings(database_url=DATABASE_URL, rate_limit_storage="redis://:hunter2@redis.example"))
    with pytest.raises(ValidationError) as error:
        Settings(database_url=DATABASE_URL, rate_limit_storage="memcached://:hunter2@redis.example")
    assert "hunter2" not in shown + str(error.value)

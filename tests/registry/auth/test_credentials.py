"""What a request shows of who sends it."""

from __future__ import annotations

import pytest

from registry.auth.api_keys import digest_of, is_key, new_key, shown_part
from registry.auth.credentials import address_group, bearer_of
from registry.auth.roles import AccessRole
from registry.errors import CredentialsInvalid


def test_a_new_key_is_one_of_its_kind() -> None:
    """Keys have the documented form, and no two are alike, nor are the parts that are shown."""
    keys = [new_key() for _ in range(1000)]
    assert all(is_key(key) for key in keys)
    assert len({digest_of(key) for key in keys}) == len({shown_part(key) for key in keys}) == 1000


def test_what_is_shown_of_a_key_does_not_give_it_away() -> None:
    """Of its 43 random characters, 35 stay unknown."""
    key = new_key()
    assert key.startswith(shown_part(key))
    assert len(key) - len(shown_part(key)) == 35


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic dXNlcjpwdw==", "bk_abc", "Token bk_abc"])
def test_another_scheme_is_refused(header: str) -> None:
    """Only bearer credentials are taken."""
    with pytest.raises(CredentialsInvalid, match="Bearer"):
        bearer_of(header)


def test_the_scheme_is_spelt_in_any_case() -> None:
    """As RFC 9110 has it."""
    assert bearer_of("bearer  abc ") == "abc"


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::1", "::/64"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff", "2001:db8::/64"),
        ("testclient", "testclient"),
        (None, "unknown"),
    ],
)
def test_addresses_are_counted_by_who_has_them(address: str | None, group: str) -> None:
    """One household has 2^64 addresses of IPv6: they count as one."""
    assert address_group(address) == group


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("reader", {"reader"}),
        ("registrar", {"reader", "registrar"}),
        ("deployer", {"reader", "deployer"}),
        ("admin", {"reader", "registrar", "deployer", "admin"}),
    ],
)
def test_a_role_includes_what_it_says(role: str, may: set[str]) -> None:
    """Registrars do not deploy and deployers do not register; admins do all."""
    assert {least.value for least in AccessRole if AccessRole(role).includes(least)} == may

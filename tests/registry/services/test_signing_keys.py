"""Obtaining the keys of an identity provider, which rotates them, and which is down at times."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from registry.errors import CredentialsInvalid, IdentityProviderSilent
from registry.services.signing_keys import SigningKeys
from tests.identity_provider import ec_key, identity_provider
from tests.loopback import Answer

OLD, NEW = ec_key("old"), ec_key("new")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def keys_of(place: str, clock: Clock) -> SigningKeys:
    """The keys at a place, asked for once a minute at most."""
    return SigningKeys(place, interval_seconds=60, timeout_seconds=0.5, clock=clock)


def test_keys_are_asked_for_once() -> None:
    """Many tokens at once, one question."""

    async def find_many(keys: SigningKeys) -> None:
        await asyncio.gather(*(keys.find("old") for _ in range(20)))

    with identity_provider(OLD) as provider:
        asyncio.run(find_many(keys_of(provider.keys_url, Clock())))
        assert provider.times_asked == 1


def test_a_new_key_is_found_after_the_interval() -> None:
    """An unknown key id is a reason to ask again, but not more often than once per interval."""
    clock = Clock()

    async def rotate() -> None:
        keys = keys_of(provider.keys_url, clock)
        await keys.find("old")
        provider.show([OLD, NEW])
        for _ in range(5):
            with pytest.raises(CredentialsInvalid, match="does not show"):
                await keys.find("new")
        assert provider.times_asked == 1
        clock.now += 60
        assert (await keys.find("new"))["kid"] == "new"
        assert provider.times_asked == 2

    with identity_provider(OLD) as provider:
        asyncio.run(rotate())


def test_a_withdrawn_key_is_forgotten_within_an_hour() -> None:
    """Known keys are looked up again when they are old."""
    clock = Clock()

    async def withdraw() -> None:
        keys = keys_of(provider.keys_url, clock)
        await keys.find("old")
        provider.show([NEW])
        clock.now += 3601
        with pytest.raises(CredentialsInvalid):
            await keys.find("old")

    with identity_provider(OLD) as provider:
        asyncio.run(withdraw())


OTHERS = json.dumps({"keys": [NEW.public]}).encode()  # what each bad answer would mean if it were taken


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=500, pieces=(OTHERS,)),
        Answer(pieces=(b"<html>",)),
        Answer(pieces=(OTHERS, *[b" " * 70_000] * 20)),
        Answer(pieces=(*[b" "] * 10, OTHERS), pause_seconds=0.1),
    ],
    ids=["failing", "no key set", "too long", "too slow"],
)
def test_a_provider_that_is_down_keeps_nobody_out_who_is_known(answer: Answer) -> None:
    """The keys that it showed last are trusted until it answers again."""
    clock = Clock()

    async def lose() -> None:
        keys = keys_of(provider.keys_url, clock)
        await keys.find("old")
        provider.server.answer = answer
        clock.now += 3601
        assert (await keys.find("old"))["kid"] == "old"
        assert provider.times_asked == 2

    with identity_provider(OLD) as provider:
        asyncio.run(lose())


def test_a_provider_that_never_answered_is_told() -> None:
    """Without any keys nothing can be said of a token: that is an outage, and no fault of the token."""
    with pytest.raises(IdentityProviderSilent):
        asyncio.run(keys_of("http://127.0.0.1:9/keys", Clock()).find("old"))


def test_a_provider_that_sends_elsewhere_is_not_followed() -> None:
    """A redirect could lead anywhere, to plain HTTP too."""
    with identity_provider(OLD) as real, identity_provider() as provider:
        provider.server.answer = Answer(status=302, headers={"location": real.keys_url})
        with pytest.raises(IdentityProviderSilent):
            asyncio.run(keys_of(provider.keys_url, Clock()).find("old"))
        assert real.times_asked == 0


def test_keys_may_stand_in_a_file(tmp_path: Path) -> None:
    """Where the registry may not ask the network, somebody else brings the keys."""
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": [OLD.public]}), encoding="utf-8")
    clock = Clock()

    async def rotate() -> None:
        keys = keys_of(str(file), clock)
        await keys.find("old")
        file.write_text(json.dumps({"keys": [NEW.public]}), encoding="utf-8")
        clock.now += 60
        await keys.find("new")

    asyncio.run(rotate())

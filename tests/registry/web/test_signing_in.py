"""Browsers sign in with an API key, and may do what the key may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from registry.app import create_app
from registry.auth.actors import COMMAND_LINE
from registry.auth.roles import AccessRole
from registry.services.keys import revoke_key
from registry.settings import Settings
from tests.api_keys import bearer, created_key
from tests.direct_registry import ask
from tests.running_registry import local_client, registry_client
from tests.web_pages import HTML, ORIGIN, form_token, page, send, sign_in, text_of


@pytest.fixture
def guarded(settings: Settings) -> Settings:
    """Settings of a registry that needs credentials."""
    return settings.model_copy(update={"authentication": "required"})


@pytest.fixture
def browser(guarded: Settings) -> Iterator[TestClient]:
    """A browser in front of a registry that needs credentials."""
    with registry_client(guarded) as client:
        yield client


def test_a_page_leads_to_the_sign_in_and_back(browser: TestClient, guarded: Settings) -> None:
    """Who is not signed in is asked to, and then gets the page that was asked for."""
    key = created_key(guarded, AccessRole.READER)
    asked = page(browser, "/contracts?q=order")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Fcontracts%3Fq%3Dorder")
    answer = sign_in(browser, key, next="/contracts?q=order")
    assert (answer.status_code, answer.headers["location"]) == (303, "/contracts?q=order")
    assert page(browser, "/contracts?q=order").status_code == 200


def test_a_part_of_a_page_leads_to_the_sign_in(browser: TestClient) -> None:
    """What a script asks for is not replaced by a sign-in inside of the page: the browser is sent there."""
    answer = browser.get("/contracts", headers={**HTML, "hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?next=%2Fcontracts")


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1"])
def test_a_sign_in_leads_nowhere_else(browser: TestClient, guarded: Settings, elsewhere: str) -> None:
    """A link to the sign-in cannot send people to another site."""
    assert sign_in(browser, created_key(guarded), next=elsewhere).headers["location"] == "/"


def test_the_cookie_tells_nothing_of_the_key(browser: TestClient, guarded: Settings) -> None:
    """It is for this registry, for no script and not for forms of other sites; the key stands nowhere in it."""
    key = created_key(guarded)
    cookie = sign_in(browser, key).headers["set-cookie"]
    assert key.key not in cookie
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_the_cookie_of_a_tls_session_is_sent_over_tls_only(guarded: Settings) -> None:
    """Its name makes browsers refuse one that another host has set."""
    key = created_key(guarded)
    with TestClient(create_app(guarded), base_url="https://127.0.0.1") as browser:
        answer = send(browser, "/sign-in", origin="https://127.0.0.1", key=key.key)
        assert answer.headers["set-cookie"].startswith("__Host-bindery=")
        assert "Secure" in answer.headers["set-cookie"].split("; ")
        assert page(browser, "/").status_code == 200


@pytest.mark.parametrize("wrong", ["", "bk_short", "bk_" + "a" * 43, "eyJhbGciOi"])
def test_a_wrong_key_is_refused_with_a_reason(browser: TestClient, wrong: str) -> None:
    """The form comes again and says why; no session begins, and the key is not repeated."""
    answer = sign_in(browser, wrong)
    assert answer.status_code == 403
    assert "Not signed in" in text_of(answer)
    assert "set-cookie" not in answer.headers
    assert not wrong or wrong not in answer.text


def test_a_revoked_key_ends_its_sessions(guarded: Settings) -> None:
    """Another process notices at once, for it does not remember the key; this one within seconds."""
    key = created_key(guarded.model_copy(update={"session_secret": "s" * 32}))
    shared = guarded.model_copy(update={"session_secret": "s" * 32})
    with registry_client(shared) as first, registry_client(shared) as second:
        sign_in(first, key)
        second.cookies = first.cookies
        ask(shared, lambda database: revoke_key(database, key.view.id, actor=COMMAND_LINE))
        assert page(second, "/").headers["location"] == "/sign-in"
        assert sign_in(first, key).status_code == 403


def test_an_expired_key_signs_nobody_in(browser: TestClient, guarded: Settings) -> None:
    """Its time is over for browsers, too."""
    assert sign_in(browser, created_key(guarded, expires_in=timedelta(seconds=-1))).status_code == 403


def test_a_session_ends(guarded: Settings) -> None:
    """After the time of a session the browser signs in again."""
    key = created_key(guarded)
    with registry_client(guarded.model_copy(update={"session_hours": 1e-9})) as browser:
        browser.headers["cookie"] = sign_in(browser, key).headers["set-cookie"].partition(";")[0]
        assert page(browser, "/").headers["location"] == "/sign-in"


def test_replicas_share_sessions_by_their_secret(guarded: Settings) -> None:
    """A session of one replica is one of all that have its secret, and of no others."""
    key = created_key(guarded)
    shared = guarded.model_copy(update={"session_secret": "s" * 32})
    with registry_client(shared) as one:
        sign_in(one, key)
        for settings, status in ((shared, 200), (guarded, 303)):
            with registry_client(settings) as other:
                other.cookies = one.cookies
                assert page(other, "/").status_code == status


def test_signing_out_ends_the_session(browser: TestClient, guarded: Settings) -> None:
    """The browser forgets it and is asked to sign in again."""
    sign_in(browser, created_key(guarded))
    answer = send(browser, "/sign-out", form_token=form_token(page(browser, "/")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert page(browser, "/").status_code == 303


def test_a_form_of_another_session_is_refused(browser: TestClient, guarded: Settings) -> None:
    """Each session has a token of its own; without it nothing is done."""
    sign_in(browser, created_key(guarded))
    other = form_token(page(browser, "/"))
    sign_in(browser, created_key(guarded))
    for fields in ({}, {"form_token": other}, {"form_token": "x"}):
        answer = send(browser, "/sign-out", **fields)
        assert (answer.status_code, "has expired" in text_of(answer)) == (403, True)
    assert page(browser, "/").status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:81", "null", ""])
def test_a_form_of_another_origin_is_refused(browser: TestClient, guarded: Settings, origin: str) -> None:
    """Even with the right token, and at the sign-in, where there is none yet."""
    key = created_key(guarded)
    assert send(browser, "/sign-in", origin=origin, key=key.key).status_code == 403
    sign_in(browser, key)
    token = form_token(page(browser, "/"))
    assert send(browser, "/sign-out", origin=origin, form_token=token).status_code == 403
    assert page(browser, "/").status_code == 200


def test_a_session_reads_the_api_and_writes_nothing_there(browser: TestClient, guarded: Settings) -> None:
    """Pages link to exports; what writes through the API shows a key."""
    key = created_key(guarded)
    sign_in(browser, key)
    assert browser.get("/api/v1/services").status_code == 200
    body = {"source": "shop", "documents": [{"path": "a.md", "text": ""}]}
    answers = [
        browser.post("/api/v1/registrations", json=body, headers={"origin": ORIGIN}),
        browser.post("/api/v1/registrations", json=body, headers=bearer(key)),
    ]
    assert [answer.status_code for answer in answers] == [401, 200]


def test_signing_in_is_limited(browser: TestClient) -> None:
    """Ten times in a minute from one address, whatever key; the rest is told when to come again."""
    found = [sign_in(browser, "bk_" + "a" * 43) for _ in range(11)]
    assert [answer.status_code for answer in found] == [403] * 10 + [429]
    assert int(found[-1].headers["retry-after"]) <= 60


def test_an_open_registry_needs_no_sign_in(settings: Settings) -> None:
    """On loopback without keys, pages are there at once, and lead to no sign-out."""
    with local_client(create_app(settings)) as client:
        answer = page(client, "/")
    assert (answer.status_code, "Sign out" in answer.text) == (200, False)

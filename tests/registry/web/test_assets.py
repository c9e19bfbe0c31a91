"""What browsers load: from the registry only, kept for ever, and exactly what was vendored."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from registry.web.assets import asset_url, assets
from tests.web_pages import page

# as published: htmx.org 4.0.1, dist/htmx.min.js
HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"


def test_htmx_is_as_it_was_published() -> None:
    """The vendored file has the digest of the release, and its licence stands beside it."""
    static = files("registry.web").joinpath("static")
    assert hashlib.sha256(static.joinpath("htmx.min.js").read_bytes()).hexdigest() == HTMX
    assert "Zero-Clause BSD" in static.joinpath("htmx.LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(assets()))
def test_an_asset_is_kept_for_ever(client: TestClient, name: str) -> None:
    """Its URL changes with its contents, so browsers never ask again; if one does, it has it already."""
    answer = client.get(asset_url(name))
    assert answer.content == files("registry.web").joinpath("static").joinpath(name).read_bytes()
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert hashlib.sha256(answer.content).hexdigest()[:12] in asset_url(name)
    again = client.get(asset_url(name), headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_asset_is_compressed_for_those_who_can_read_it(client: TestClient) -> None:
    """And plain for those who cannot."""
    url = asset_url("bindery.css")
    compressed, plain = (client.get(url, headers={"accept-encoding": way}) for way in ("gzip", "identity"))
    assert compressed.content == plain.content
    assert int(compressed.headers["content-length"]) < int(plain.headers["content-length"]) / 2


@pytest.mark.parametrize("name", ["bindery.css", "../assets.py", "htmx.LICENSE", "%2e%2e%2fassets.py"])
def test_nothing_else_is_served(client: TestClient, name: str) -> None:
    """No other file of the package, and none under a name without its digest."""
    assert client.get(f"/static/{name}").status_code == 404


def test_pages_load_from_the_registry_only(client: TestClient) -> None:
    """No other host, no script and no style inside of the page, and browsers are told to allow none."""
    answer = page(client, "/")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert loaded
    assert all(place.startswith(("/", "#")) for place in loaded)
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", answer.text)
    policy = set(answer.headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    }

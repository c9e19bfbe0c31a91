"""Pages as a browser without JavaScript asks for them and sends forms from them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2
    from starlette.testclient import TestClient

    from registry.services.keys import CreatedKey

HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ORIGIN = "http://127.0.0.1"
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')


def page(client: TestClient, path: str) -> httpx2.Response:
    """The answer to a browser that goes to a path; redirects are not followed."""
    return client.get(path, headers=HTML, follow_redirects=False)


def send(client: TestClient, path: str, /, origin: str = ORIGIN, **fields: str) -> httpx2.Response:
    """The answer to a form that a page of some origin sends; redirects are not followed."""
    return client.post(path, data=fields, headers={**HTML, "origin": origin}, follow_redirects=False)


def sign_in(client: TestClient, key: CreatedKey | str, **fields: str) -> httpx2.Response:
    """The answer to a sign-in; the client keeps the session."""
    return send(client, "/sign-in", key=key if isinstance(key, str) else key.key, **fields)


def form_token(answer: httpx2.Response) -> str:
    """The token of the forms of a page."""
    found = _TOKEN.search(answer.text)
    assert found is not None
    return found[1]


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.texts: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["wbr"]:  # a place where a name may be broken, and no space
            self.texts[-1] += data
            self.tags.append("")
        else:
            self.texts.append(data)


def text_of(answer: httpx2.Response) -> str:
    """What a page says, with single spaces."""
    return " ".join(" ".join(_read(answer).texts).split())


def links_of(answer: httpx2.Response) -> list[str]:
    """Where a page leads."""
    return _read(answer).links


def _read(answer: httpx2.Response) -> _Texts:
    found = _Texts()
    found.feed(answer.text)
    return found

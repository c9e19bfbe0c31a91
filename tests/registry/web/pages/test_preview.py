"""The page that shows a design document before it is registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.design_documents import BROKEN, UNCLOSED, order_document
from tests.running_registry import register
from tests.web_pages import HTML, ORIGIN, form_token, links_of, page, send, text_of

if TYPE_CHECKING:
    import httpx2
    from starlette.testclient import TestClient

HERE = {"source": "shop", "path": "docs/orders.md"}


def sent(client: TestClient, text: str, to: str = "/preview", **fields: str) -> httpx2.Response:
    """The answer to the form with this text."""
    token = form_token(page(client, "/preview"))
    return send(client, to, **{"form_token": token, "text": text, **HERE, **fields})


def test_a_document_is_shown_with_what_was_found(client: TestClient) -> None:
    """The contract, its line, the verdict; and nothing is stored."""
    answer = sent(client, order_document())
    said = text_of(answer)
    assert answer.status_code == 200
    assert "It can be registered" in said
    assert "order.created" in said
    assert "#found-1" in links_of(answer)
    assert client.get("/api/v1/contracts").json()["items"] == []


def test_registering_is_what_the_api_does(client: TestClient) -> None:
    """The same document, sent by the form and then by the API, is unchanged."""
    answer = sent(client, order_document(), to="/preview/register")
    assert "Registered" in text_of(answer)
    assert "/contracts/event/order.created/versions/1" in links_of(answer)
    again = register(client, {"docs/orders.md": order_document()}).json()
    assert [result["outcome"] for result in again["results"]] == ["unchanged"]


def test_the_plan_is_the_one_of_the_api(client: TestClient) -> None:
    """Outcome, witness and sentence of a refusal are those of a dry run."""
    assert register(client, {"docs/orders.md": order_document()}).status_code == 200
    (result,) = register(client, {"docs/orders.md": order_document(BROKEN)}, dry_run=True).json()["results"]
    (check,) = [check for check in result["checks"] if check["blocking"]]
    said = text_of(sent(client, order_document(BROKEN)))
    assert "It would be refused: 1 contract would break what is registered" in said
    assert check["witness"]["error"]["message"] in said
    assert check["changes"][0]["rule"] in said
    assert f"line {check['changes'][0]['line']}" in said


def test_a_refused_registration_says_so_and_stores_nothing(client: TestClient) -> None:
    """The refusal of the form is the one of the engine."""
    assert register(client, {"docs/orders.md": order_document()}).status_code == 200
    answer = sent(client, order_document(BROKEN), to="/preview/register")
    assert "Not registered: 1 contract would break what is registered" in text_of(answer)
    assert client.get("/api/v1/contracts/event/order.created").json()["version"] == 1


def test_an_error_stands_with_its_line_and_what_to_do(client: TestClient) -> None:
    """A fence that is never closed refuses the document."""
    said = text_of(sent(client, UNCLOSED))
    assert "It would be refused: 1 error in the document" in said
    assert "unclosed-fence" in said
    assert "end it with ```" in said


def test_what_was_not_taken_is_said_with_the_reason(client: TestClient) -> None:
    """As `bindery extract --explain` says it."""
    said = text_of(sent(client, order_document() + "\n```sql\nSELECT 1;\n```\n"))
    assert "ignored sql code block: no notation of messages" in said


def test_a_file_replaces_the_text(client: TestClient) -> None:
    """Uploaded as a form without JavaScript does it; larger than one megabyte, too."""
    token = form_token(page(client, "/preview"))
    body = order_document() + "\nword\n" * 200_000
    answer = client.post(
        "/preview",
        data={"form_token": token, "text": "", "source": "shop", "path": ""},
        files={"file": ("orders.md", body.encode())},
        headers={**HTML, "origin": ORIGIN},
    )
    assert "as orders.md of shop" in text_of(answer)


def test_a_large_text_is_taken_too(client: TestClient) -> None:
    """What a file may hold, a field may hold."""
    token = form_token(page(client, "/preview"))
    answer = client.post(
        "/preview",
        data={"form_token": token, "text": order_document() + "\nword\n" * 200_000, **HERE},
        files={"file": ("", b"")},
        headers={**HTML, "origin": ORIGIN},
    )
    assert "It can be registered" in text_of(answer)


def test_a_file_that_is_no_text_is_refused_with_a_reason(client: TestClient) -> None:
    """The form is there again, with what to do."""
    token = form_token(page(client, "/preview"))
    answer = client.post(
        "/preview",
        data={"form_token": token, **HERE},
        files={"file": ("orders.md", b"caf\xe9")},
        headers={**HTML, "origin": ORIGIN},
    )
    assert (answer.status_code, "save it as UTF-8" in text_of(answer)) == (422, True)


@pytest.mark.parametrize("place", [{"path": "../x.md"}, {"path": "a\\b.md"}, {"source": " "}, {"path": "x" * 2000}])
def test_a_place_that_is_none_is_refused_with_a_reason(client: TestClient, place: dict[str, str]) -> None:
    """Before anything is read."""
    assert sent(client, order_document(), **place).status_code == 422


def test_the_example_can_be_registered_as_it_is(client: TestClient) -> None:
    """What the empty page offers must not fail."""
    assert "/preview?example=lending" in links_of(page(client, "/preview"))
    said = text_of(page(client, "/preview?example=lending"))
    assert "It can be registered" in said
    assert "0 contracts" not in said


def test_a_form_without_its_token_is_refused(client: TestClient) -> None:
    """Another page cannot register in somebody's name."""
    for to in ("/preview", "/preview/register"):
        assert send(client, to, text=order_document(), **HERE).status_code == 403


def test_what_a_document_says_is_text(client: TestClient) -> None:
    """Markup in names, fields, problems and sentences is shown, never run."""
    evil = "<script>alert(1)</script>"
    text = order_document({evil: "uuid", "b": "what?"}, consumers=f'billing, {evil}, "><img src=x>').replace(
        "order.created", "order.<img>"
    )
    answer = sent(client, f"{text}\n</textarea>{evil}", path="docs/<b>.md")
    assert evil not in answer.text
    assert "<img" not in answer.text.replace('<img src="/static/', "")
    assert "docs/<b>" not in answer.text

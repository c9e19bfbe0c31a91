"""The reading screens: they say what the API says, hurt nobody, and lead on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.keywords import Json
from registry.auth.roles import AccessRole
from registry.settings import Settings
from tests.api_keys import bearer, created_key
from tests.registry_texts import events_document
from tests.running_registry import register, registry_client
from tests.web_pages import links_of, page, sign_in, text_of
from tests.web_registry import IMAGE, LONG_NAME, PAGES, SCRIPT, fill

ORDER = "/contracts/event/order.created"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a registry with something on every page; these tests only read."""
    file = Path(tmp_path_factory.mktemp("pages")) / "registry.db"
    with registry_client(Settings.of_sqlite_file(file)) as made:
        fill(made)
        yield made


def api(client: TestClient, path: str) -> Json:
    """What the API says."""
    return client.get(f"/api/v1{path}").json()


@pytest.mark.parametrize("path", PAGES)
def test_no_text_becomes_markup(client: TestClient, path: str) -> None:
    """Names, descriptions, tags, sources, values: what looks like a tag is shown as text."""
    answer = page(client, path)
    assert answer.status_code in {200, 404}
    assert SCRIPT not in answer.text
    assert "<img src=x" not in answer.text


def test_hostile_texts_are_shown_as_they_are(client: TestClient) -> None:
    """Escaped is not swallowed: people see what the document says."""
    shown = text_of(page(client, "/contracts/event/hostile"))
    assert shown.count(SCRIPT) >= 3
    assert IMAGE in shown


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(client: TestClient, path: str) -> None:
    """No page has a dead link, and none is a dead end."""
    links = {link for link in links_of(page(client, path)) if link.startswith("/")}
    assert links
    dead = [link for link in sorted(links) if page(client, link).status_code != 200]
    assert dead == []


def test_an_empty_registry_shows_how_to_begin(tmp_path: Path) -> None:
    """Three commands with the address of this registry; every list says that it is empty, and leads back."""
    with registry_client(Settings.of_sqlite_file(tmp_path / "empty.db")) as empty:
        shown = text_of(page(empty, "/"))
        lists = [page(empty, path) for path in ("/contracts", "/services", "/documents", "/audit")]
    commands = ("bindery lint docs/", "bindery register docs/ --url http://127.0.0.1", "bindery check docs/ --against")
    assert [command in shown for command in commands] == [True] * 3
    assert [(answer.status_code, "/" in links_of(answer)) for answer in lists] == [(200, True)] * 4


def test_the_start_page_counts_as_the_api_does(client: TestClient) -> None:
    """Events, operations, services, documents, what has no schema, what is deprecated."""
    shown = text_of(page(client, "/"))
    for query, noun in (("kind=event", "events"), ("kind=operation", "operation")):
        assert f"{len(api(client, f'/contracts?{query}')['items'])} {noun}" in shown
    assert f"{len(api(client, '/services')['items'])} services" in shown
    assert f"{len(api(client, '/documents')['items'])} design documents" in shown
    unshaped, deprecated = (
        len(api(client, f"/contracts?{q}")["items"]) for q in ("has_schema=false", "status=deprecated")
    )
    assert (unshaped, deprecated) == (1, 1)
    assert re.search("1 contract . no schema", shown)
    assert re.search("1 contract . deprecated", shown)


def test_the_start_page_tells_what_happened_last(client: TestClient) -> None:
    """The newest first: the deployment, the deprecation, the new version."""
    shown = text_of(page(client, "/"))
    happened = ["orders 1.4.0 now runs in production", "is deprecated", "has version 2, which is compatible"]
    places = [shown.index(words) for words in happened]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=ORDER.cr", {"order.created"}),
        ("field=coupon", {"order.created"}),
        ("service=inventory", {"inventory:POST:/internal/reservations/{}"}),
        ("kind=operation", {"inventory:POST:/internal/reservations/{}"}),
        ("state=no-schema", {"order.forgotten"}),
        ("state=deprecated", {"order.cancelled"}),
        ("q=order&service=billing&state=active", {"order.created", "order.forgotten"}),
        ("q=%25", set()),
        ("service=%3A", set()),
    ],
)
def test_a_search_finds_what_is_all_that_was_asked(client: TestClient, asked: str, found: set[str]) -> None:
    """By name, field, service, kind and state; empty fields of the form ask for nothing."""
    answer = page(client, f"/contracts?{asked}&tag=")
    names = {link.rpartition("/")[2] for link in links_of(answer) if link.startswith("/contracts/")}
    assert names == {name.replace("/", "~1").replace("{", "%7B").replace("}", "%7D") for name in found}
    assert f"{len(found)} contract" in text_of(answer) or not found


def test_a_contract_shows_its_fields_with_their_lines(client: TestClient) -> None:
    """In the order of the document, with type, rules and line."""
    shown = text_of(page(client, ORDER))
    lines = api(client, f"{ORDER}/versions/2")["lines"]
    line = lines["message#/properties/data/properties/lines"]
    assert f"lines array of object {line}" in shown
    assert 'eventType string always "order.created"' in shown
    assert shown.index("orderId") < shown.index("coupon")


def test_a_contract_shows_who_has_a_part_in_it(client: TestClient) -> None:
    """Parties, owner, versions with their verdicts."""
    answer = page(client, ORDER)
    assert {"/services/orders", "/services/billing"} <= set(links_of(answer))
    shown = text_of(answer)
    assert "Producer orders Consumer billing" in shown
    assert "✓ forward compatible" in shown
    assert "Version 2 current" in shown


def test_the_verdicts_are_those_of_the_api(client: TestClient) -> None:
    """Each stored answer is a row, in words and with its outcome."""
    shown = text_of(page(client, f"{ORDER}/versions/2"))
    checks = api(client, f"{ORDER}/versions/2")["checks"]
    assert checks
    for check in checks:
        words = shown[shown.index(check["direction"]) :]
        assert check["outcome"] in words[: words.index(str(len(check["changes"])))]


def test_a_version_shows_its_provenance(client: TestClient) -> None:
    """Document, line, commit, fingerprint, and who runs it."""
    shown = text_of(page(client, f"{ORDER}/versions/2"))
    version = api(client, f"{ORDER}/versions/2")
    for fact in (version["fingerprint"], "def456", f"orders.md , line {version['provenance']['line']}", "orders 1.4.0"):
        assert fact in shown


def test_the_schema_page_gives_the_command_for_programs(client: TestClient) -> None:
    """The address in it is that of the stored bytes."""
    shown = text_of(page(client, f"{ORDER}/versions/2/schema"))
    url = shown.partition("curl '")[2].partition("'")[0]
    assert client.get(url).headers["etag"].strip('"') in shown


def test_the_cases_are_those_of_the_api(client: TestClient) -> None:
    """All of them are listed; the one that is asked for is shown with its message."""
    cases = api(client, f"{ORDER}/versions/2/cases")["items"][0]["cases"]
    answer = page(client, f"{ORDER}/versions/2/cases?part=message&case=missing:data")
    shown = text_of(answer)
    assert [case["id"] for case in cases if f" {case['id']} " not in f" {shown} "] == []
    assert "breaks required" in shown
    assert f"{sum(case['valid'] for case in cases)} valid" in shown


def test_an_operation_shows_its_parts_and_who_writes_them(client: TestClient) -> None:
    """Parameters and request are the caller's, responses the provider's."""
    shown = text_of(page(client, "/contracts/operation/inventory:POST:~1internal~1reservations~1{}"))
    assert "request written by the caller" in shown
    assert "response 201 written by the provider" in shown


def test_a_name_that_is_nearly_right_is_found(client: TestClient) -> None:
    """The page of a contract that is not there offers those whose names are near."""
    answer = page(client, "/contracts/event/order.create")
    assert answer.status_code == 404
    assert ORDER in links_of(answer)


@pytest.mark.parametrize("path", [f"/contracts/event/{'x' * 5000}", "/contracts/event/%00", "/contracts/thing/a"])
def test_names_that_nothing_has_are_not_found(client: TestClient, path: str) -> None:
    """Whatever stands there, the answer is a page."""
    answer = page(client, path)
    assert (answer.status_code, "/contracts" in links_of(answer)) == (404, True)


def test_a_contract_without_a_schema_says_what_to_do(client: TestClient) -> None:
    """And is never shown as compatible."""
    shown = text_of(page(client, "/contracts/event/order.forgotten"))
    assert "No document gives it a shape yet" in shown
    assert "compatible" not in shown


def test_a_long_name_is_shown_whole(client: TestClient) -> None:
    """Two hundred characters are a name like any other."""
    assert LONG_NAME in page(client, f"/contracts/event/{LONG_NAME}").text.replace("<wbr>", "")


def test_a_document_shows_what_was_found_in_it(client: TestClient) -> None:
    """Its problems, contracts and revisions, as the API tells them."""
    path = "/documents/revisions?source=shop&path=orders.md"
    shown = text_of(page(client, path))
    latest = api(client, path)["items"][-1]
    assert latest["revision"] == 2
    assert "Revision 2" in shown
    assert latest["problems"]
    for problem in latest["problems"]:
        assert problem["message"][1:] in shown
    assert "order.created" in shown


def test_a_service_leads_to_its_exports(client: TestClient) -> None:
    """Contracts with its roles, deployments, and what other tools read."""
    answer = page(client, "/services/orders")
    exports = [f"/api/v1/services/orders/{name}" for name in ("openapi.json", "asyncapi.json", "lock", "mermaid")]
    assert set(exports) <= set(links_of(answer))
    assert "production 1.4.0" in text_of(answer)


def test_the_audit_log_is_for_admins(settings: Settings) -> None:
    """Others are not even shown the way, and are refused where they guess it."""
    reader, admin = (created_key(settings, role) for role in (AccessRole.READER, AccessRole.ADMIN))
    with registry_client(settings) as browser:
        sign_in(browser, reader)
        assert "/audit" not in links_of(page(browser, "/contracts"))
        refused = page(browser, "/audit")
        sign_in(browser, admin)
        shown = page(browser, "/audit")
    assert (refused.status_code, "/sign-in" in links_of(refused)) == (403, True)
    assert (shown.status_code, "key.created" in text_of(shown)) == (200, True)


def test_lists_are_paged(settings: Settings) -> None:
    """Every contract is on one page, and none on two."""
    names = {f"event.number{number:03}" for number in range(120)}
    document = events_document({name: {"id": "uuid"} for name in names})
    key = created_key(settings)
    with registry_client(settings) as client:
        client.headers.update(bearer(key))
        assert register(client, {"many.md": document}).status_code == 200
        found: list[str] = []
        place: str | None = "/contracts?q=event"
        while place:
            links = links_of(page(client, place))
            found += [link.rpartition("/")[2] for link in links if link.startswith("/contracts/event/")]
            place = next((link for link in links if "cursor=" in link), None)
    assert (len(found), set(found)) == (120, names)

"""`POST /registrations` and `GET /documents`."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx2
import pytest
from sqlalchemy import text

from registry.settings import Migrate, Settings
from registry.storage import Database
from tests.registry_texts import events_document
from tests.running_registry import register, registry_client, running_registry

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from contracts.keywords import Json

ORDER = {"orderId": "uuid", "total": 12900}
ORDERS = {"docs/orders.md": events_document({"order.created": ORDER})}
BROKEN = {"docs/orders.md": events_document({"order.created": {"orderId": "uuid"}})}
UNCLOSED = {"docs/orders.md": ORDERS["docs/orders.md"].rsplit("```", 1)[0]}


def stored_versions(client: TestClient) -> list[Json]:
    """The versions of the contract that these tests register; none if it is not there."""
    answer = client.get("/api/v1/contracts/event/order.created/versions")
    return answer.json()["items"] if answer.status_code == 200 else []


def test_registering_answers_with_the_plan(client: TestClient) -> None:
    """The answer names each contract with its outcome, its version and its fingerprint."""
    answer = register(client, ORDERS)
    (result,) = answer.json()["results"]
    assert answer.status_code == 200
    assert (result["name"], result["outcome"], result["version"]) == ("order.created", "new", 1)
    assert result["fingerprint"] == stored_versions(client)[0]["fingerprint"]


def test_registering_twice_is_registering_once(client: TestClient) -> None:
    """The second answer says `unchanged`, and there is one version."""
    register(client, ORDERS)
    assert register(client, ORDERS).json()["summary"] == {"unchanged": 1}
    assert len(stored_versions(client)) == 1


def test_a_break_is_a_conflict_with_a_witness(client: TestClient) -> None:
    """A breaking revision is answered with 409, its results hold a message that proves it, and nothing is stored."""
    register(client, ORDERS)
    answer = register(client, BROKEN)
    problem = answer.json()
    blocking = [check for check in problem["results"][0]["checks"] if check["blocking"]]
    assert (answer.status_code, problem["code"]) == (409, "incompatible")
    assert answer.headers["content-type"] == "application/problem+json"
    assert [check["outcome"] for check in blocking] == ["incompatible"]
    assert "total" not in blocking[0]["witness"]["message"]["data"]
    assert len(stored_versions(client)) == 1


def test_a_refusal_says_what_the_dry_run_says(client: TestClient) -> None:
    """The results of the 409 are those of the 200 that a dry run gives."""
    register(client, ORDERS)
    dry = register(client, BROKEN, dry_run=True)
    assert dry.status_code == 200
    assert register(client, BROKEN).json()["results"] == dry.json()["results"]


def test_an_error_in_a_document_is_told_with_its_line(client: TestClient) -> None:
    """A document that cannot be read is answered with 422, and the problem names path and line."""
    answer = register(client, UNCLOSED)
    problem = answer.json()
    errors = [item for item in problem["problems"] if item["severity"] == "error"]
    assert (answer.status_code, problem["code"]) == (422, "document-problems")
    assert errors[0]["path"] == "docs/orders.md"
    assert errors[0]["line"] >= 1
    assert stored_versions(client) == []


def test_an_accepted_break_is_registered(client: TestClient) -> None:
    """With a reason, a break becomes the next version, and the version shows the reason."""
    register(client, ORDERS)
    accepted = [{"name": "order.created", "reason": "nobody reads the total"}]
    assert register(client, BROKEN, accept_breaking=accepted).status_code == 200
    assert stored_versions(client)[1]["accepted_reason"] == "nobody reads the total"


def test_a_document_stands_in_a_request_once(client: TestClient) -> None:
    """Two texts for one path are refused: which one is meant cannot be known."""
    documents = [{"path": "a.md", "text": "one"}, {"path": "a.md", "text": "two"}]
    answer = client.post("/api/v1/registrations", json={"source": "shop", "documents": documents})
    assert (answer.status_code, answer.json()["code"]) == (422, "document-repeated")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"source": ""}, "/source"),
        ({"source": "a\x00b"}, "/source"),
        ({"documents": []}, "/documents"),
        ({"documents": [{"path": "a.md"}]}, "/documents/0/text"),
        ({"documents": [{"path": "a\nb.md", "text": ""}]}, "/documents/0/path"),
        ({"accept_breaking": [{"name": "x", "reason": "  "}]}, "/accept_breaking/0/reason"),
        ({"dryrun": True}, "/dryrun"),
        ({"dry_run": "off"}, "/dry_run"),
        ({"dry_run": "true"}, "/dry_run"),
        ({"dry_run": 0}, "/dry_run"),
        ({"dry_run": None}, "/dry_run"),
        ({"source": 1}, "/source"),
    ],
)
def test_a_malformed_request_is_told_where(client: TestClient, change: dict[str, Json], pointer: str) -> None:
    """Each error of the request itself has its JSON Pointer."""
    body = {"source": "shop", "documents": [{"path": "a.md", "text": "x"}], **change}
    answer = client.post("/api/v1/registrations", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    "path",
    ["/docs/a.md", "./a.md", "../a.md", "docs/../a.md", "docs/./a.md", "docs//a.md", "docs/", "..", ".", "docs\\a.md"],
)
def test_a_path_that_means_no_file_of_the_repository_is_refused(client: TestClient, path: str) -> None:
    """Two spellings of one path would be two documents: only one spelling is taken, and the problem names the path."""
    answer = register(client, {path: "# Nothing\n"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert answer.json()["errors"][0]["pointer"] == "/documents/0/path"
    assert repr(path) in answer.json()["detail"]


@pytest.mark.parametrize("path", ["a.md", "docs/a b.md", "docs/..a/...", ".github/é.md", "a", "docs/.a"])
def test_a_path_of_the_repository_is_taken(client: TestClient, path: str) -> None:
    """Names with dots, spaces and letters of all languages are names."""
    assert register(client, {path: "# Nothing\n"}).status_code == 200
    assert client.get("/api/v1/documents").json()["items"][0]["path"] == path


def test_a_commit_that_fails_is_no_success(client: TestClient, tmp_path: Path) -> None:
    """When the database refuses the commit, the answer is a 5xx and nothing is stored."""
    with sqlite3.connect(tmp_path / "registry.db") as connection:
        connection.executescript(
            """
            CREATE TABLE nowhere (id INTEGER PRIMARY KEY);
            CREATE TABLE trap (id INTEGER REFERENCES nowhere (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER spring AFTER INSERT ON contract_version BEGIN INSERT INTO trap VALUES (1); END;
            """
        )
    connection.close()
    answer = register(client, ORDERS)
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal-error"
    assert "FOREIGN KEY" not in answer.text
    assert client.get("/api/v1/contracts").json()["items"] == []
    assert client.get("/api/v1/documents").json()["items"] == []


@pytest.mark.postgres
def test_a_commit_that_a_server_refuses_is_no_success(postgres_url: str) -> None:
    """The same on PostgreSQL, whose commit fails when nothing else is left to do."""
    settings = Settings(database_url=postgres_url, migrate=Migrate.AUTO)
    with registry_client(settings) as client:
        asyncio.run(refuse_commits(postgres_url))
        answer = register(client, ORDERS)
        assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
        assert client.get("/api/v1/contracts").json()["items"] == []
        assert client.get("/api/v1/documents").json()["items"] == []


async def refuse_commits(url: str) -> None:
    """Let every commit of a new version fail."""
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE nowhere (id INTEGER PRIMARY KEY)"))
        trap = "CREATE TABLE trap (id INTEGER REFERENCES nowhere (id) DEFERRABLE INITIALLY DEFERRED)"
        await connection.execute(text(trap))
        spring = "CREATE RULE spring AS ON INSERT TO contract_version DO ALSO INSERT INTO trap VALUES (1)"
        await connection.execute(text(spring))
    await database.close()


def test_what_was_answered_survives_a_restart(tmp_path: Path) -> None:
    """A registration that was answered with 200 is there when the service is started again."""
    with running_registry(tmp_path) as url, httpx2.Client(base_url=url) as client:
        assert register(client, ORDERS).status_code == 200
    with running_registry(tmp_path) as url:
        assert len(httpx2.get(f"{url}/api/v1/contracts").json()["items"]) == 1


def test_requests_at_once_share_no_number(tmp_path: Path) -> None:
    """Ten clients that register ten revisions of a contract at once get ten versions, each with its own content."""
    with running_registry(tmp_path) as url:

        def send(number: int) -> tuple[int, str]:
            data = {**ORDER, **{f"field{index}?": "string" for index in range(number)}}
            text = {"docs/orders.md": events_document({"order.created": data})}
            accepted = [{"name": "order.created", "reason": "a race"}]
            with httpx2.Client(base_url=url, timeout=60) as client:
                answer = register(client, text, accept_breaking=accepted)
                while answer.status_code == 503:
                    answer = register(client, text, accept_breaking=accepted)
            result = answer.json()["results"][0]
            return result["version"], result["fingerprint"]

        with ThreadPoolExecutor(10) as threads:
            promised = set(threads.map(send, range(10)))
        stored = httpx2.get(f"{url}/api/v1/contracts/event/order.created/versions").json()["items"]
    assert promised == {(version["number"], version["fingerprint"]) for version in stored}
    assert sorted(version["number"] for version in stored) == list(range(1, 11))


def test_documents_are_listed_with_their_revision(client: TestClient) -> None:
    """Each document that is there is listed with its source, its path and the revision that was sent last."""
    register(client, ORDERS)
    register(client, {"docs/orders.md": ORDERS["docs/orders.md"] + "\nMore words.\n"}, commit="def456")
    (document,) = client.get("/api/v1/documents", params={"source": "shop"}).json()["items"]
    assert (document["path"], document["revision"], document["commit"]) == ("docs/orders.md", 2, "def456")
    assert client.get("/api/v1/documents", params={"source": "other"}).json()["items"] == []


def test_documents_come_in_pages(client: TestClient) -> None:
    """Following `next_cursor` shows every document once."""
    register(client, {f"docs/{number}.md": "# Nothing\n" for number in range(5)})
    seen, cursor = [], None
    while True:
        page = client.get("/api/v1/documents", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [document["path"] for document in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [f"docs/{number}.md" for number in range(5)]


def test_every_revision_of_a_document_is_kept(client: TestClient) -> None:
    """Each content that was registered is listed with its commit, the removal too; the same content twice is one."""
    for content in ("# One\n", "# Two\n", "# Two\n", ""):
        assert register(client, {"docs/orders.md": content}).status_code == 200
    place = {"source": "shop", "path": "docs/orders.md"}
    found = client.get("/api/v1/documents/revisions", params=place).json()["items"]
    assert [(item["revision"], item["commit"]) for item in found] == [(1, "abc123"), (2, "abc123"), (3, "abc123")]
    assert len({item["content_hash"] for item in found}) == 3
    rest = client.get("/api/v1/documents/revisions", params={**place, "after": 2, "limit": 1}).json()["items"]
    assert [item["revision"] for item in rest] == [3]


def test_a_document_that_nobody_registered_has_no_revisions(client: TestClient) -> None:
    """It is told, unlike a page beyond the last revision."""
    place = {"source": "shop", "path": "docs/none.md"}
    answer = client.get("/api/v1/documents/revisions", params=place)
    assert (answer.status_code, answer.json()["code"]) == (404, "document-not-found")

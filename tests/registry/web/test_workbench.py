"""The pages of `bindery dev`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from registry.services.workbench import Workbench
from registry.web.workbench import workbench_app
from registry.workers import ProofPool
from tests.design_documents import BROKEN, order_document
from tests.web_pages import links_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.command_line import Project

EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def pool() -> Iterator[ProofPool]:
    """Worker processes for all tests."""
    with ProofPool() as made:
        yield made


@pytest.fixture
def workbench(project: Project, pool: ProofPool) -> Workbench:
    """A workbench of the project, which was looked at once."""
    made = Workbench(project.root / "docs", against="git:HEAD", pool=pool)
    made.refresh()
    return made


def browser(workbench: Workbench, host: str = "127.0.0.1") -> TestClient:
    """A client of this machine."""
    return TestClient(workbench_app(workbench), base_url=f"http://{host}", client=("127.0.0.1", 50_000))


def test_the_start_page_shows_all_documents(workbench: Workbench) -> None:
    """Each with a page of its own, which shows its lines."""
    client = browser(workbench)
    start = client.get("/")
    assert "Nothing has changed" in text_of(start)
    assert "/document?path=docs%2Forders.md" in links_of(start)
    document = client.get("/document?path=docs%2Forders.md")
    assert "order.created" in text_of(document)
    assert "#line-19" in links_of(document) or "#found-1" in links_of(document)


def test_a_break_is_shown_with_its_proof(project: Project, workbench: Workbench) -> None:
    """On the start page in a sentence, on the document's with the message."""
    project.write(order_document(BROKEN))
    workbench.refresh()
    client = browser(workbench)
    assert "1 contract would break what git:HEAD has" in text_of(client.get("/"))
    assert "accepted by the new version" in text_of(client.get("/document?path=docs/orders.md")).replace("✓ ", "")


def test_an_open_page_is_told_only_what_is_new(project: Project, workbench: Workbench) -> None:
    """It asks with the number that it shows."""
    client = browser(workbench)
    path, headers = f"/?seen={workbench.snapshot.number}", {"hx-request": "true"}
    assert client.get(path, headers=headers).status_code == 204
    project.write(order_document(BROKEN))
    workbench.refresh()
    assert "would break" in text_of(client.get(path, headers=headers))


def test_a_document_that_is_gone_leads_back(workbench: Workbench) -> None:
    """Its page may be open when it is deleted."""
    answer = browser(workbench).get("/document?path=docs/gone.md")
    assert answer.status_code == 404
    assert "/" in links_of(answer)
    assert browser(workbench).get("/nowhere").status_code == 404


def test_no_other_host_is_answered(workbench: Workbench) -> None:
    """A web page must not read somebody's documents through a name of its own."""
    assert browser(workbench, host="evil.example").get("/").status_code == 403


def test_what_documents_and_their_names_say_is_text(project: Project, workbench: Workbench) -> None:
    """Markup is shown, never run."""
    project.write(order_document({EVIL: 1}, consumers=EVIL) + EVIL, name="<img src=x>.md")
    workbench.refresh()
    client = browser(workbench)
    for answer in (client.get("/"), client.get("/document", params={"path": "docs/<img src=x>.md"})):
        assert answer.status_code == 200
        assert EVIL not in answer.text
        assert "<img src=x>" not in answer.text


def test_problems_and_changes_lead_to_their_rules(project: Project, workbench: Workbench) -> None:
    """There is no registry behind these pages, and they explain themselves."""
    project.write(order_document(BROKEN))
    workbench.refresh()
    client = browser(workbench)
    links = [link for link in links_of(client.get("/document?path=docs%2Forders.md")) if link.startswith("/rules/")]
    assert links
    assert {client.get(link).status_code for link in [*links, "/rules"]} == {200}
    assert client.get("/rules/nothing").status_code == 404


def test_what_is_ignored_is_shown_and_counts_no_more(project: Project, workbench: Workbench) -> None:
    """With the reason, on the start page and on the document's."""
    project.write(order_document(BROKEN))
    entry = "{rule: required-property-removed, contract: order.created, reason: nobody reads it, until: 2999-12-31}"
    (project.root / ".bindery-ignore.yaml").write_text(f"ignore:\n  - {entry}\n", "utf-8")
    workbench.refresh()
    client = browser(workbench)
    start = text_of(client.get("/"))
    assert "would break" not in start
    assert "ignored until 2999-12-31" in start
    assert "Ignored because nobody reads it" in text_of(client.get("/document?path=docs%2Forders.md"))

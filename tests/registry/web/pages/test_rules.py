"""The pages that say what rules and problems mean."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import RULES
from contracts.documents import CATALOGUE
from contracts.findings.rules import FINDING_RULES
from tests.registry_texts import events_document
from tests.running_registry import register
from tests.web_pages import links_of, page, text_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_every_rule_and_problem_has_a_page(client: TestClient) -> None:
    """The list leads to each of them once."""
    links = [link for link in links_of(page(client, "/rules")) if link.startswith("/rules/")]
    assert sorted(links) == sorted(f"/rules/{identifier}" for identifier in FINDING_RULES)


@pytest.mark.parametrize("rule", [RULES[0].id, next(rule.id for rule in RULES if rule.of_operations)])
def test_a_rule_says_what_it_does_and_shows_it(client: TestClient, rule: str) -> None:
    """Effects on both sides, the fix, a pair of schemas that shows it and one that does not."""
    shown = text_of(page(client, f"/rules/{rule}"))
    row = next(row for row in RULES if row.id == rule)
    assert all(f"{side} " in shown for side, _ in row.effects)
    assert "What to do" in shown
    assert "This shows it" in shown
    assert "This does not" in shown


def test_a_problem_says_how_grave_it_is_and_shows_it(client: TestClient) -> None:
    """A document that has it, and one that does not."""
    answer = page(client, "/rules/missing-method")
    shown = text_of(answer)
    assert "warning" in shown
    assert "| /a | |" in shown
    assert "| /a | GET |" in shown


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_no_example_makes_a_page_heavy(client: TestClient, code: str) -> None:
    """Some examples are megabytes, for size is what they show: the beginning is enough."""
    assert len(page(client, f"/rules/{code}").content) < 20_000


def test_a_rule_that_is_none_leads_to_all(client: TestClient) -> None:
    """A name that is not known is not found, and nobody is left there."""
    answer = page(client, "/rules/<b>")
    assert answer.status_code == 404
    assert "/rules" in links_of(answer)
    assert escape("<b>") in answer.text


def test_each_change_leads_to_its_rule(client: TestClient) -> None:
    """In a comparison, and among the answers of a version."""
    for fields in ({"orderId": "uuid"}, {"orderId": "uuid", "coupon": "text"}):
        assert register(client, {"orders.md": events_document({"order.created": fields})}).status_code == 200
    for path in ("compare?old=1&new=2", "versions/2"):
        links = links_of(page(client, f"/contracts/event/order.created/{path}"))
        assert any(link.startswith("/rules/") for link in links), path

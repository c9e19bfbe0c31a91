"""The answers that are held: bounded, dropping what was not used for longest, and the same as without."""

from __future__ import annotations

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from registry.entrance.held_answers import HeldAnswers
from tests.registry_texts import events_document
from tests.running_registry import register

ANSWER = Response(b"0123456789")
SCHEMA = "/api/v1/contracts/event/order.created/versions/1/schema"


def held(answers: HeldAnswers, *paths: str) -> list[bool]:
    """Which of these answers are there."""
    return [answers.get(path) is not None for path in paths]


def test_a_full_cache_drops_what_was_not_used_for_longest() -> None:
    """The third answer pushes out the second if the first was just asked for."""
    answers = HeldAnswers(max_bytes=2 * len(ANSWER.body))
    for path in ("/1", "/2"):
        answers.keep(path, ANSWER)
    answers.get("/1")
    answers.keep("/3", ANSWER)
    assert held(answers, "/1", "/2", "/3") == [True, False, True]


def test_keeping_twice_counts_once() -> None:
    """Two requests that fetched the same version at once do not fill the cache twice."""
    answers = HeldAnswers(max_bytes=2 * len(ANSWER.body))
    for path in ("/1", "/1", "/1", "/2"):
        answers.keep(path, ANSWER)
    assert held(answers, "/1", "/2") == [True, True]


def test_what_is_larger_than_the_cache_is_not_kept() -> None:
    """One huge version does not push out everything else."""
    answers = HeldAnswers(max_bytes=5)
    answers.keep("/1", ANSWER)
    assert held(answers, "/1") == [False]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("headers", [{}, {"if-none-match": "*"}])
def test_a_held_answer_is_the_one_before(client: TestClient, method: str, headers: dict[str, str]) -> None:
    """Whatever is asked about a version, nobody sees from the answer that another one asked before."""
    register(client, {"docs/orders.md": events_document({"order.created": {"orderId": "uuid"}})})
    before = client.request(method, SCHEMA, headers=headers)
    client.get(SCHEMA)
    after = client.request(method, SCHEMA, headers=headers)
    assert (after.status_code, after.headers, after.content) == (before.status_code, before.headers, before.content)

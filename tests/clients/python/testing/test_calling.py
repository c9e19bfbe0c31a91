"""The stub provider of callers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx2
import pytest

from bindery_client.testing import BrokenContract, ContractServer
from bindery_client.testing.calling import Reply, replies
from bindery_client.testing.project import Project, Settings
from contracts.keywords import Json
from contracts.model import Role
from tests.builders import schema_of
from tests.contract_files import operation_in, write_contract_files

RESERVE = "warehouse:POST:/reservations"
READ = "warehouse:GET:/reservations/{}"
FORGET = "warehouse:DELETE:/reservations/{}"


def project_in(folder: Path) -> Project:
    """A service that makes, reads and forgets reservations."""
    held = {"application/json": schema_of("id", note="string")}
    write_contract_files(
        folder,
        "billing",
        operation_in(
            Role.CALLER,
            RESERVE,
            {"request": schema_of("sku"), "responses": {"201": held, "409": {"application/json": schema_of("error")}}},
        ),
        operation_in(Role.CALLER, READ, {"responses": {"200": held}}),
        operation_in(Role.CALLER, FORGET, {"request": schema_of("reason")}),
    )
    return Project(settings=Settings(folder=folder))


def server_in(folder: Path, *names: str, status: int = 201) -> ContractServer:
    """The stub for some operations; the first one answers with this status."""
    project = project_in(folder)
    names = names or (RESERVE,)
    reply = next(reply for reply in replies(project, names[0]) if reply.status == status)
    return ContractServer(project=project, names=names, reply=reply)


def test_every_valid_response_is_a_reply(tmp_path: Path) -> None:
    """Successes come first, and each id says status and case."""
    ids = [reply.id for reply in replies(project_in(tmp_path), RESERVE)]
    assert ids[0] == "201:minimal"
    assert "201:full" in ids
    assert "201:extra-field:$" in ids
    assert "409:minimal" in ids


def test_an_operation_without_declared_responses_answers_204(tmp_path: Path) -> None:
    """The request is still held to its contract."""
    server = server_in(tmp_path, FORGET, status=204)
    response = server.client.request("DELETE", "/reservations/1", json={"reason": "old"})
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize(("word", "status"), [("201", 201), ("4XX", 400), ("default", 200)])
def test_a_range_of_statuses_answers_with_its_first(word: str, status: int, tmp_path: Path) -> None:
    """`4XX` answers with 400, `default` with 200."""
    case = replies(project_in(tmp_path), RESERVE)[0].case
    assert Reply(operation=RESERVE, part=f"response {word} application/json", case=case).status == status


def test_the_client_answers_with_the_case(tmp_path: Path) -> None:
    """The response is the case, byte for byte as JSON."""
    server = server_in(tmp_path)
    response = server.client.post("/reservations", json={"sku": "a"})
    assert response.json() == server.reply.case.message
    assert len(server.requests) == 1
    assert server.close(None) is False


def test_callers_that_await_have_a_client_too(tmp_path: Path) -> None:
    """The same over `async_client`."""

    async def call(server: ContractServer) -> httpx2.Response:
        async with server.async_client as client:
            return await client.post("/reservations", json={"sku": "a"})

    assert asyncio.run(call(server_in(tmp_path))).status_code == 201


def test_other_operations_of_the_test_answer_with_success(tmp_path: Path) -> None:
    """A caller of two operations gets past the first one to the second."""
    server = server_in(tmp_path, READ, RESERVE, status=200)
    assert server.client.post("/reservations", json={"sku": "a"}).status_code == 201
    assert server.client.get("/reservations/a%2Fb?full=1").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "words"),
    [
        ("POST", "/reservations", {"sku": "a", "colour": "red"}, "[extra-field:$]"),
        ("POST", "/reservations", {}, "[missing:sku]"),
        ("POST", "/reservations", None, "is no JSON"),
        ("GET", "/reservations/1", {"why": "not"}, "the contract declares none [extra-field:$]"),
        ("POST", "/reservation", {"sku": "a"}, "POST /reservation was called, not among"),
        ("PUT", "/reservations", {"sku": "a"}, "PUT /reservations was called, not among"),
        ("GET", "/reservations/", None, "GET /reservations/ was called, not among"),
    ],
)
def test_a_request_that_its_contract_forbids_is_refused(
    method: str, path: str, body: Json, words: str, tmp_path: Path
) -> None:
    """The request fails where it is sent, and again at the end if the service swallows that."""
    server = server_in(tmp_path, RESERVE, READ)
    with pytest.raises(BrokenContract) as broken:
        server.client.request(method, path, json=body)
    assert words in str(broken.value)
    with pytest.raises(BrokenContract):
        server.close(None)


def test_calling_nothing_fails(tmp_path: Path) -> None:
    """A test that does not call the operation has shown nothing."""
    with pytest.raises(BrokenContract, match="was not called"):
        server_in(tmp_path).close(None)


class OutOfStock(Exception):
    """An error of the service's own."""


ERROR = httpx2.HTTPStatusError("409", request=httpx2.Request("GET", "http://a"), response=httpx2.Response(409))


@pytest.mark.parametrize(
    ("error", "is_excused"),
    [
        (OutOfStock(), True),
        (ERROR, True),
        (RuntimeError("409"), True),
        (KeyError("message"), False),
        (TypeError(), False),
    ],
    ids=lambda value: str(type(value).__name__),
)
def test_an_error_of_its_own_is_a_right_answer_to_an_error_status(
    error: Exception, *, is_excused: bool, tmp_path: Path
) -> None:
    """A caller may raise when the provider refuses; stumbling over the refusal's body is a fault."""
    server = server_in(tmp_path, status=409)
    server.client.post("/reservations", json={"sku": "a"})
    assert server.close(error) is is_excused


def test_no_error_is_a_right_answer_to_a_success(tmp_path: Path) -> None:
    """What the contract allows as a success must be understood."""
    server = server_in(tmp_path)
    server.client.post("/reservations", json={"sku": "a"})
    assert server.close(OutOfStock()) is False

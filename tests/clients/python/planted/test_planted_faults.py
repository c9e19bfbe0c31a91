"""Faults planted in an example service, each found by its contract tests and named by its case."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.clients.python.planted.shop_contracts import Run, run_pytest, write_contracts, write_variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A change to the service, the test that finds it, and the case that this test names."""

    name: str
    old: str
    new: str
    test: str
    case: str


FAULTS = (
    Fault(
        name="ignores_null",
        old="note.upper() if note is not None else",
        new='note.upper() if "note" in data else',
        test="test_dict_access",
        case="null:data.note",
    ),
    Fault(
        name="needs_optional_field",
        old='gift = data.get("gift", False)',
        new='gift = data["gift"]',
        test="test_dict_access",
        case="optional-absent:data.gift",
    ),
    Fault(
        name="misses_enum_value",
        old=', "cancelled": "red"',
        new="",
        test="test_dict_access",
        case="enum:data.status=cancelled",
    ),
    Fault(
        name="breaks_on_unknown_field_as_dataclass",
        old='Order(data["orderId"], data["status"], data.get("note"), data.get("gift", False))',
        new='Order(data["orderId"], **{key: data[key] for key in data if key not in {"lines", "orderId"}})',
        test="test_dataclass",
        case="extra-field:data",
    ),
    Fault(
        name="breaks_on_unknown_field_in_pydantic",
        old="class Data(BaseModel):",
        new='class Data(BaseModel, extra="forbid"):',
        test="test_pydantic",
        case="extra-field:data",
    ),
    Fault(
        name="refuses_null_in_pydantic",
        old="    note: str | None = None\n    gift: bool = False\n    lines",
        new='    note: str = ""\n    gift: bool = False\n    lines',
        test="test_pydantic",
        case="null:data.note",
    ),
    Fault(
        name="drops_required_field",
        old='"data": {"orderId": order_id, "cents": 1290}',
        new='"data": {"cents": 1290}',
        test="test_publishes",
        case="missing:data.orderId",
    ),
    Fault(
        name="adds_undeclared_field",
        old='"cents": 1290}',
        new='"cents": 1290, "vat": 245}',
        test="test_publishes",
        case="extra-field:data",
    ),
    Fault(
        name="publishes_wrong_type",
        old='"cents": 1290}',
        new='"cents": "12.90"}',
        test="test_publishes",
        case="wrong-type:data.cents",
    ),
    Fault(
        name="answers_with_undeclared_status",
        old="JSONResponse(refunded, status_code=201)",
        new="JSONResponse(refunded, status_code=202)",
        test="test_api",
        case="minimal",
    ),
    Fault(
        name="answers_with_wrong_type",
        old='"cents": body["cents"], "reason"',
        new='"cents": str(body["cents"]), "reason"',
        test="test_api",
        case="wrong-type:cents",
    ),
    Fault(
        name="answers_with_undeclared_field",
        old='"cents": body["cents"], "reason"',
        new='"cents": body["cents"], "internalId": 7, "reason"',
        test="test_api",
        case="extra-field:$",
    ),
    Fault(
        name="provider_ignores_null",
        old='reason = body.get("reason")',
        new='reason = body.get("reason", "").strip()',
        test="test_api",
        case="null:reason",
    ),
    Fault(
        name="provider_answers_some_with_undeclared_status",
        old="    return JSONResponse(refunded, status_code=201)",
        new='    return JSONResponse(refunded, status_code=418 if "reason" not in body else 201)',
        test="test_api",
        case="minimal",
    ),
    Fault(
        name="sends_undeclared_body",
        old='"quantity": 2}',
        new='"quantity": 2, "colour": "red"}',
        test="test_caller",
        case="extra-field:$",
    ),
    Fault(
        name="calls_undeclared_operation",
        old='client.post("/internal/reservations"',
        new='client.post("/internal/reservation"',
        test="test_caller",
        case="201:minimal",
    ),
    Fault(
        name="caller_misses_enum_value",
        old='"held": "until", "waiting": "from"',
        new='"held": "until"',
        test="test_caller",
        case="201:enum:status=waiting",
    ),
    Fault(
        name="caller_needs_optional_field",
        old="reservation.get('at') or 'now'",
        new="reservation['at']",
        test="test_caller",
        case="201:optional-absent:at",
    ),
    Fault(
        name="caller_misreads_error",
        old='response.json()["error"]',
        new='response.json()["message"]',
        test="test_caller",
        case="409:minimal",
    ),
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The correct service and every planted one, tested in one go."""
    folder = tmp_path_factory.mktemp("services")
    write_contracts(folder)
    write_variant(folder, "correct")
    for fault in FAULTS:
        write_variant(folder, fault.name, (fault.old, fault.new))
    return run_pytest(folder, "test_correct.py", *(f"test_{fault.name}.py::{fault.test}" for fault in FAULTS))


def test_a_correct_service_passes(run: Run) -> None:
    """Handlers in three styles, a producer, a provider and a caller: no false alarm in more than sixty tests."""
    assert run.failures("correct") == {}
    assert len([name for name in run.tests if name.startswith("correct::")]) > 60


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_and_named(fault: Fault, run: Run) -> None:
    """The test that fails names the case: in its own id, or in its text where one test tries all cases."""
    failures = run.failures(fault.name)
    is_named = [f"[{fault.case}]" in f"{name}\n{text}" for name, text in failures.items()]
    assert any(is_named), failures or run.text


def test_a_fault_fails_only_the_cases_that_show_it(run: Run) -> None:
    """A missing enum value leaves the other values alone, so the id points at the fault."""
    failures = run.failures("misses_enum_value")
    assert "test_dict_access[enum:data.status=cancelled]" in failures
    assert "test_dict_access[enum:data.status=paid]" not in failures

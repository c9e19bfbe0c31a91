"""The text of generated contract tests."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.exports import ContractTests, contract_tests

if TYPE_CHECKING:
    from contracts.keywords import Json

RESERVE = "inventory:POST:/internal/reservations/{}"
BILLING = [
    ("event", "order.created", "consumer"),
    ("event", "invoice.issued", "producer"),
    ("operation", "billing:GET:/invoices/{}", "provider"),
    ("operation", RESERVE, "caller"),
]


def made(contracts: list[tuple[str, str, str]], service: str = "billing") -> ContractTests:
    """The tests for some contracts, each (kind, name, role)."""
    entries: list[dict[str, Json]] = [{"kind": kind, "name": name, "role": role} for kind, name, role in contracts]
    return contract_tests({"lock_version": 1, "service": service, "contracts": entries})


def functions(text: str) -> dict[str, ast.FunctionDef]:
    """The functions of a module by name."""
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def decorators(text: str) -> list[str]:
    """The decorators of the functions of a module, as text."""
    return [ast.unparse(item) for function in functions(text).values() for item in function.decorator_list]


def test_the_module_reads_like_one_written_by_hand() -> None:
    """The whole text of one test."""
    text = made([("event", "order.created", "consumer")]).module
    assert text == (
        '"""Contract tests of billing: one test per contract and role.\n\n'
        "Written by `bindery generate tests` from the lock file. Do not edit: it is written again when contracts come "
        "or go.\n"
        "What connects these tests to the code of billing are the fixtures in conftest.py, which is yours.\n"
        '"""\n\n'
        "from bindery_client.testing import consumes, finish\n\n\n"
        '@consumes("order.created")\n'
        "def test_consumes_order_created(contract_message, handle_order_created):\n"
        '    """Whatever order.created allows is handled."""\n'
        "    finish(handle_order_created(contract_message))\n"
    )


def test_every_contract_and_role_has_a_test() -> None:
    """One test each, with the decorator of the role and the name of the contract."""
    assert decorators(made(BILLING).module) == [
        "consumes('order.created')",
        "produces('invoice.issued')",
        "provides('billing:GET:/invoices/{}')",
        f"calls('{RESERVE}')",
    ]


def test_two_roles_are_two_tests() -> None:
    """A service that produces and consumes an event has a test for each."""
    text = made([("event", "stock.moved", "consumer"), ("event", "stock.moved", "producer")]).module
    assert list(functions(text)) == ["test_consumes_stock_moved", "test_produces_stock_moved"]


def test_every_fixture_that_a_test_asks_for_is_there() -> None:
    """The arguments of the tests are fixtures of the plugin, or of the written conftest."""
    tests = made(BILLING)
    asked = {argument.arg for function in functions(tests.module).values() for argument in function.args.args}
    plugin = {"contract_message", "published", "contract_api", "contract_server"}
    assert asked - plugin == set(functions(tests.conftest)) == {fixture.name for fixture in tests.fixtures}


def test_one_application_serves_all_operations() -> None:
    """A provider of two operations has two tests and one fixture `app`."""
    tests = made([("operation", f"billing:GET:/{name}", "provider") for name in ("invoices", "payments")])
    assert len(functions(tests.module)) == 2
    assert list(functions(tests.conftest)) == ["app"]


def test_names_that_look_alike_stay_apart() -> None:
    """Names that give the same identifier are numbered, so no test hides another."""
    tests = made([("event", "order.created", "consumer"), ("event", "order_created", "consumer")])
    assert list(functions(tests.module)) == ["test_consumes_order_created", "test_consumes_order_created_2"]
    assert list(functions(tests.conftest)) == ["handle_order_created", "handle_order_created_2"]


def test_no_contract_is_no_test() -> None:
    """A service without contracts has an empty module that still compiles."""
    assert functions(made([]).module) == {}


def test_the_module_is_named_after_the_service() -> None:
    """Several services in one repository have modules with different names."""
    assert made([], "order-intake").name == "test_order_intake_contracts.py"


def test_an_unconnected_fixture_fails_with_advice() -> None:
    """A fixture that nobody filled in fails the test and says what to return."""
    conftest = made([("event", "order.created", "consumer")]).conftest
    with pytest.raises(pytest.fail.Exception, match=r"return the function that handles order\.created"):
        run(conftest, "handle_order_created")


def run(conftest: str, fixture: str) -> object:
    """What the body of a fixture gives back."""
    text = conftest.replace("@pytest.fixture\n", "")
    names: dict[str, Json] = {}
    exec(compile(text, "conftest.py", "exec"), names)  # noqa: S102 - our own text is what is tested
    return names[fixture]()


@given(
    st.lists(
        st.tuples(st.just("event"), st.text(min_size=1), st.sampled_from(["consumer", "producer"])),
        max_size=5,
        unique=True,
    ),
    st.text(min_size=1),
)
def test_any_name_gives_python(contracts: list[tuple[str, str, str]], service: str) -> None:
    """Whatever contracts and services are called, both texts compile and each test names its contract exactly."""
    tests = made(contracts, service)
    compile(tests.conftest, "conftest.py", "exec")
    named = [
        ast.literal_eval(item.args[0])
        for function in functions(tests.module).values()
        for item in function.decorator_list
        if isinstance(item, ast.Call)
    ]
    assert named == [name for _, name, _ in contracts]

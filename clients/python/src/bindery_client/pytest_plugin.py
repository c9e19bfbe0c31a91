"""The pytest plugin of the client. It imports nothing of the client before a test asks for one of its fixtures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bindery_client.contract_results import ContractResults

if TYPE_CHECKING:
    from collections.abc import Generator

    from bindery_client.json_values import Json
    from bindery_client.testing import ContractApi, ContractServer, Published
    from bindery_client.testing.session import Opened

OPENED: pytest.StashKey[Opened] = pytest.StashKey()
MARK = "bindery"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of contract tests."""
    group = parser.getgroup("bindery", "contract tests")
    group.addoption(
        "--contract-deep",
        type=int,
        default=0,
        metavar="N",
        help="also try N generated messages per consumed event, and N generated requests per operation (not 20)",
    )
    group.addoption("--contract-report", metavar="FILE", help="write the results of the contract tests to a JSON file")


def pytest_configure(config: pytest.Config) -> None:
    """Announce the mark of the decorators, and keep results when contract tests report some."""
    config.addinivalue_line(
        "markers", "bindery(role, names): a contract test; use the decorators of bindery_client.testing"
    )
    path: str | None = config.getoption("contract_report")
    if path and "://" in path:
        raise pytest.UsageError("--contract-report takes the path of a file: the registry does not take reports yet")
    if not hasattr(config, "workerinput"):  # a worker of pytest-xdist sends its results to the session that reports
        results = ContractResults(path=Path(path) if path else None)
        config.pluginmanager.register(results, "bindery-contract-results")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test per valid message, or per valid response."""
    is_contract_test = metafunc.definition.get_closest_marker(MARK) is not None
    if is_contract_test and {"contract_message", "contract_server"} & set(metafunc.fixturenames):
        from bindery_client.testing.collection import parametrise  # noqa: PLC0415 - most sessions have no contract test

        parametrise(metafunc)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a contract test that does not ask for what its decorators speak of: it would pass whatever the code does."""
    if item.get_closest_marker(MARK) is not None:
        from bindery_client.testing.collection import check_fixtures  # noqa: PLC0415 - as above

        check_fixtures(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Let what the fixtures have seen decide with the test, while it still counts as the test's own result."""
    opened = item.stash.get(OPENED, None)
    if opened is None:
        return (yield)
    try:
        result = yield
    except Exception as error:
        if opened.excuses(error):
            return None
        raise
    opened.close()
    return result


@pytest.fixture
def contract_message(request: pytest.FixtureRequest) -> Json:
    """A message that the contract of `@consumes` allows; each test gets its own."""
    return _opened(request).message(getattr(request, "param", None))


@pytest.fixture
def published(request: pytest.FixtureRequest) -> Published:
    """A publish function: what is published through it must conform to the contracts of `@produces`."""
    return _opened(request).published()


@pytest.fixture
def contract_api(request: pytest.FixtureRequest) -> ContractApi:
    """`contract_api.verify(app)` tries what the contracts of `@provides` say."""
    return _opened(request).api()


@pytest.fixture
def contract_server(request: pytest.FixtureRequest) -> ContractServer:
    """The provider's place in a test of `@calls`: `contract_server.client` is an httpx2 client."""
    return _opened(request).server(getattr(request, "param", None))


def _opened(request: pytest.FixtureRequest) -> Opened:
    from bindery_client.testing.session import Opened  # noqa: PLC0415 - most sessions have no contract test

    item: pytest.Item = request.node
    return item.stash.setdefault(OPENED, Opened(item=item))

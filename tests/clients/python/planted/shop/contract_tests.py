"""The contract tests of the example service, as they stand in its own repository."""

from __future__ import annotations

from bindery_client.testing import (
    ContractApi,
    ContractServer,
    Published,
    calls,
    consumes,
    produces,
    provides,
)
from tests.clients.python.planted.shop import shop


@consumes("order.created")
def test_dict_access(contract_message: shop.Message) -> None:
    """Every order is understood."""
    shop.handle_with_dict_access(contract_message)


@consumes("order.created")
def test_dataclass(contract_message: shop.Message) -> None:
    """Every order is understood."""
    shop.handle_with_dataclass(contract_message)


@consumes("order.created")
def test_pydantic(contract_message: shop.Message) -> None:
    """Every order is understood."""
    shop.handle_with_pydantic(contract_message)


@produces("invoice.issued")
def test_publishes(published: Published) -> None:
    """Invoices conform."""
    shop.issue_invoice("o-1", publish=published)


@provides("billing")
def test_api(contract_api: ContractApi) -> None:
    """Refunds conform."""
    contract_api.verify(shop.app)


@calls("warehouse:POST:/internal/reservations")
def test_caller(contract_server: ContractServer) -> None:
    """Every answer of the warehouse is understood."""
    shop.reserve("sku-1", client=contract_server.client)

"""The contract tests of the example service, as they stand in its own repository."""

import httpx2
import shop

from bindery_client.testing import calls, consumes, produces, provides


@consumes("order.created")
def test_dict_access(contract_message):
    """Every order is understood."""
    shop.handle_with_dict_access(contract_message)


@consumes("order.created")
def test_dataclass(contract_message):
    """Every order is understood."""
    shop.handle_with_dataclass(contract_message)


@consumes("order.created")
def test_pydantic(contract_message):
    """Every order is understood."""
    shop.handle_with_pydantic(contract_message)


@produces("invoice.issued")
def test_publishes(published):
    """Invoices conform."""
    shop.issue_invoice("o-1", publish=published)


@provides("billing")
def test_api(contract_api):
    """Refunds conform."""
    contract_api.verify(shop.app)


@calls("warehouse:POST:/internal/reservations")
def test_caller(contract_server):
    """Every answer of the warehouse is understood."""
    shop.reserve("sku-1", client=contract_server.client)

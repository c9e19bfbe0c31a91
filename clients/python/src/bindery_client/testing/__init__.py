"""Contract tests of a service: decorators for its tests, and the types of the fixtures that they use.

    from bindery_client.testing import consumes

    @consumes("order.created")
    def test_handler(contract_message):
        handle_order_created(contract_message)

The fixtures `contract_message`, `published`, `contract_api` and `contract_server` come with the pytest plugin. It needs
the extra `bindery-client[testing]`, and two files that `bindery pull --cases` writes: `contracts.lock.json` and
`contracts.cases.json`.
"""

from bindery_client.testing.awaiting import finish
from bindery_client.testing.calling import ContractServer
from bindery_client.testing.declarations import calls, consumes, produces, provides
from bindery_client.testing.errors import BrokenContract, CannotTest
from bindery_client.testing.providing import ContractApi
from bindery_client.testing.publishing import Published

__all__ = [
    "BrokenContract",
    "CannotTest",
    "ContractApi",
    "ContractServer",
    "Published",
    "calls",
    "consumes",
    "finish",
    "produces",
    "provides",
]

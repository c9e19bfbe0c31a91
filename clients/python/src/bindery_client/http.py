"""Operations at run time: event hooks of httpx2 for the caller, and ASGI middleware for the provider.

    client = httpx2.Client(base_url=..., event_hooks=contract_hooks(contracts, provider="inventory"))
    app.add_middleware(ContractMiddleware, contracts=contracts)      # FastAPI, Starlette, any ASGI application

What no contract speaks of passes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from bindery_client.asgi import ContractMiddleware
from bindery_client.errors import UnknownContract
from bindery_client.operations import REQUEST
from bindery_client.routes import OperationRoutes
from bindery_client.violations import Side

if TYPE_CHECKING:
    import httpx2

    from bindery_client.contracts import Contracts
    from bindery_client.operations import OperationContract

__all__ = ["ContractMiddleware", "Hooks", "async_contract_hooks", "contract_hooks"]

Hooks: TypeAlias = dict[str, list[Callable[..., Any]]]  # Any: what httpx2 takes as `event_hooks`


def contract_hooks(contracts: Contracts, *, provider: str, path_prefix: str = "") -> Hooks:
    """The `event_hooks` of an `httpx2.Client` that calls one provider.

    A request that breaks its contract is not sent, a response that does is not handed on: the call raises
    `InvalidMessage`. `path_prefix` is what the provider's paths have in front of those in the contracts.

    Raises:
        UnknownContract: the service calls no operation of this provider.
    """
    routes = _routes(contracts, provider, path_prefix)

    def on_request(request: httpx2.Request) -> None:
        operation = routes.find(request.method, request.url.path)
        if operation is not None and REQUEST in operation.gates:
            operation.validate_request_body(request.read(), Side.WRITER)

    def on_response(response: httpx2.Response) -> None:
        operation = _answered(routes, response)
        if operation is not None:
            _check_response(operation, response, response.read())

    return {"request": [on_request], "response": [on_response]}


def async_contract_hooks(contracts: Contracts, *, provider: str, path_prefix: str = "") -> Hooks:
    """The same for an `httpx2.AsyncClient`.

    Raises:
        UnknownContract: the service calls no operation of this provider.
    """
    routes = _routes(contracts, provider, path_prefix)

    async def on_request(request: httpx2.Request) -> None:
        operation = routes.find(request.method, request.url.path)
        if operation is not None and REQUEST in operation.gates:
            operation.validate_request_body(await request.aread(), Side.WRITER)

    async def on_response(response: httpx2.Response) -> None:
        operation = _answered(routes, response)
        if operation is not None:
            _check_response(operation, response, await response.aread())

    return {"request": [on_request], "response": [on_response]}


def _routes(contracts: Contracts, provider: str, path_prefix: str) -> OperationRoutes:
    called = [operation for operation in contracts.operations() if "caller" in operation.roles]
    operations = [operation for operation in called if operation.provider == provider]
    if not operations:
        known = ", ".join(sorted({operation.provider for operation in called})) or "no other service"
        raise UnknownContract(f"{contracts.service!r} calls no operation of {provider!r}; it calls {known}")
    return OperationRoutes(operations, path_prefix=path_prefix)


def _answered(routes: OperationRoutes, response: httpx2.Response) -> OperationContract | None:
    """The operation that a response answers, if its contract says anything of responses."""
    operation = routes.find(response.request.method, response.request.url.path)
    return operation if operation is not None and operation.describes_responses else None


def _check_response(operation: OperationContract, response: httpx2.Response, body: bytes) -> None:
    media_type = response.headers.get("content-type", "")
    operation.validate_response_body(response.status_code, body, Side.READER, media_type)

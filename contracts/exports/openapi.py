"""OpenAPI 3.1 of one service, from the operations that it provides.

Source: OpenAPI Specification 3.1.1, https://spec.openapis.org/oas/v3.1.1.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.exports.embedding import Embedded, embed
from contracts.exports.parameters import Parameter, described_parameters, fields_of
from contracts.exports.security import guessed_security, stated_security
from contracts.model import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.keywords import Json, Schema
    from contracts.model import Contract, ContractKey, ContractVersion, Definition, Part

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
PARAMETER = re.compile(r"\{([^{}/]*)\}")
# OpenAPI wants a response; this one is none of the contract.
NOT_DESCRIBED: dict[str, Json] = {"200": {"description": "OK", "x-not-described": True}}
PHRASES = {
    "200": "OK",
    "201": "Created",
    "202": "Accepted",
    "204": "No Content",
    "400": "Bad Request",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "Not Found",
    "409": "Conflict",
    "422": "Unprocessable Content",
    "429": "Too Many Requests",
    "500": "Internal Server Error",
    "503": "Service Unavailable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedOperation:
    """One operation as an export needs it, whether a document declares it or the registry holds it.

    `name` is the contract's name, `path` its path with or without parameter names. `definition` is None where the
    operation has no schema, `version` is None where it is not registered.
    """

    name: str
    path: str
    definition: Definition | None = None
    description: str = ""
    auth: str = ""
    is_deprecated: bool = False
    version: int | None = None

    @property
    def provider(self) -> str:
        """The service that provides the operation."""
        return self.name.split(":", 2)[0]

    @property
    def method(self) -> str:
        """The HTTP method in lower case."""
        return self.name.split(":", 2)[1].lower()


def declared_operation(contract: Contract) -> ExportedOperation:
    """The operation that a design document declares."""
    return ExportedOperation(
        name=contract.name,
        path=contract.path or contract.name.split(":", 2)[2],
        definition=contract.definition,
        description=contract.description,
        auth=contract.auth,
        is_deprecated=contract.status is Status.DEPRECATED,
    )


def registered_operation(key: ContractKey, version: ContractVersion, *, path: str = "") -> ExportedOperation:
    """The operation that the registry holds in this version; without a `path`, its parameters have no names."""
    return ExportedOperation(
        name=key.name,
        path=path or key.name.split(":", 2)[2],
        definition=version.definition,
        is_deprecated=version.is_deprecated,
        version=version.number,
    )


def operations_of(contracts: Iterable[Contract]) -> tuple[ExportedOperation, ...]:
    """The operations among these contracts, in their order."""
    return tuple(declared_operation(contract) for contract in contracts if contract.kind is Kind.OPERATION)


def openapi(service: str, operations: Iterable[ExportedOperation]) -> dict[str, Json]:
    """The OpenAPI 3.1 document of the operations that this service provides; others are left out.

    What OpenAPI cannot say (another method, the same method and path twice) is named under `x-omitted`.
    """
    own = sorted((one for one in operations if one.provider == service), key=_order)
    return _Document(service).written(own)


def _order(operation: ExportedOperation) -> tuple[str, int, str]:
    place = METHODS.index(operation.method) if operation.method in METHODS else len(METHODS)
    return (operation.path, place, operation.name)


class _Document:
    """An OpenAPI document while it grows."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._templates: dict[str, str] = {}
        self._paths: dict[str, dict[str, Json]] = {}
        self._ids: set[str] = set()
        self._schemas: dict[str, Json] = {}
        self._security: dict[str, Json] = {}
        self._omitted: list[str] = []

    def written(self, operations: list[ExportedOperation]) -> dict[str, Json]:
        for operation in operations:
            self._add(operation)
        numbers = [operation.version for operation in operations if operation.version is not None]
        components = {"schemas": self._schemas, "securitySchemes": self._security}
        document: dict[str, Json] = {
            "openapi": "3.1.0",
            "info": {"title": self._service, "version": str(max(numbers, default=0))},
            "paths": self._paths,
            "components": {name: value for name, value in components.items() if value},
            "x-omitted": self._omitted,
        }
        return {name: value for name, value in document.items() if value or name == "paths"}

    def _add(self, operation: ExportedOperation) -> None:
        template, query = _named_parameters(operation.path)
        template = self._templates.setdefault(PARAMETER.sub("{}", template), template)
        item = self._paths.setdefault(template, {}) if operation.method in METHODS else {}
        if operation.method not in METHODS or operation.method in item:
            self._omitted.append(operation.name)
            return
        item[operation.method] = self._operation(operation, template, query)

    def _operation(self, operation: ExportedOperation, template: str, query: tuple[str, ...]) -> dict[str, Json]:
        operation_id = self._operation_id(operation.method, template)
        written: dict[str, Json] = {
            "operationId": operation_id,
            "description": operation.description,
            "deprecated": operation.is_deprecated,
            "parameters": self._parameters(operation, operation_id, template, query),
            "security": self._required_security(operation),
            "servers": _servers(operation.definition),
            **self._bodies(operation_id, operation.definition),
            "x-contract": operation.name,
            "x-contract-version": operation.version,
            "x-auth": "" if operation.definition and operation.definition.terms.security else operation.auth,
        }
        return {name: value for name, value in written.items() if value}

    def _operation_id(self, method: str, template: str) -> str:
        words = re.findall(r"\{|[^\W_]+", template)
        words = ["By" if word == "{" else word[:1].upper() + word[1:] for word in words]
        wanted = method + "".join(words)
        number = 2
        operation_id = wanted
        while operation_id in self._ids:
            operation_id, number = f"{wanted}{number}", number + 1
        self._ids.add(operation_id)
        return operation_id

    def _parameters(
        self, operation: ExportedOperation, operation_id: str, template: str, query: tuple[str, ...]
    ) -> list[Json]:
        described = described_parameters(operation.definition, PARAMETER.findall(template))
        known = {(item.place, item.name) for item in described}
        named = [Parameter(name=name, place="query") for name in query if ("query", name) not in known]
        return [self._parameter(item, operation_id) for item in (*described, *named)]

    def _parameter(self, item: Parameter, operation_id: str) -> dict[str, Json]:
        schema = self._embedded(item.schema, f"{operation_id} {item.place} {item.name}")
        written: dict[str, Json] = {"name": item.name, "in": item.place}
        if item.is_required:
            written["required"] = True
        if "content" in item.style:
            return {**written, "content": {item.style["content"]: {"schema": schema}}}
        return {**written, **item.style, "schema": schema}

    def _required_security(self, operation: ExportedOperation) -> list[Json]:
        stated = operation.definition.terms.security if operation.definition else ()
        requirements, schemes = stated_security(stated) if stated else guessed_security(operation.auth)
        self._security.update(schemes)
        return requirements

    def _bodies(self, operation_id: str, definition: Definition | None) -> dict[str, Json]:
        if definition is None:
            return {"responses": NOT_DESCRIBED}
        request: dict[str, Json] = {}
        responses: dict[str, Json] = {status: {"description": _phrase(status)} for status in definition.statuses}
        for part in definition.parts:
            content = {part.media_type: {"schema": self._embedded(part.schema, f"{operation_id} {part.name}")}}
            if part.is_request_body:
                request.setdefault("content", {}).update(content)
            elif part.is_response_body:
                responses[part.status].setdefault("content", {}).update(content)
            elif part.status in responses:
                responses[part.status]["headers"] = self._headers(part, operation_id)
        body = {"required": True, **request} if definition.terms.is_body_required else request
        return {**({"requestBody": body} if request else {}), "responses": responses or NOT_DESCRIBED}

    def _headers(self, part: Part, operation_id: str) -> dict[str, Json]:
        return {
            item.name: {
                **({"required": True} if item.is_required else {}),
                "schema": self._embedded(item.schema, f"{operation_id} {part.name} {item.name}"),
            }
            for item in fields_of(part.schema, "header")
        }

    def _embedded(self, schema: Schema, words: str) -> Schema:
        """The schema as it stands in its place: itself, or a reference to the component that it became."""
        embedded = embed(schema, name=_component_name(*words.split(" ", 1)))
        if isinstance(embedded, Embedded):
            self._schemas[embedded.name] = embedded.schema
            return {"$ref": embedded.reference}
        return embedded


def _servers(definition: Definition | None) -> list[Json]:
    return [{"url": path or "/"} for path in definition.terms.base_paths] if definition else []


def _named_parameters(path: str) -> tuple[str, tuple[str, ...]]:
    """The path with a different name for each parameter, and the names in its query."""
    template, _, query = path.partition("?")
    taken: list[str] = []

    def named(found: re.Match[str]) -> str:
        wanted = re.sub(r"[^\w.-]", "_", found[1]) or f"param{len(taken) + 1}"
        name = wanted if wanted not in taken else f"{wanted}{len(taken) + 1}"
        taken.append(name)
        return "{" + name + "}"

    names = [pair.partition("=")[0] for pair in query.split("&")]
    return "/" + PARAMETER.sub(named, template).lstrip("/"), tuple(dict.fromkeys(name for name in names if name))


def _phrase(status: str) -> str:
    return PHRASES.get(status, f"Response {status}")


def _component_name(operation_id: str, part_name: str) -> str:
    """A name for `components/schemas`, whose letters the specification limits."""
    words = re.findall(r"[A-Za-z0-9]+", part_name.removesuffix(" application/json"))
    return "".join(word[:1].upper() + word[1:] for word in (re.sub(r"[^A-Za-z0-9]", "_", operation_id), *words))

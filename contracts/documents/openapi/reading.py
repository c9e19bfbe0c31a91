"""One OpenAPI document -> services, contracts and problems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.documents.annotations import BadAnnotation, FrontMatter, read_front_matter
from contracts.documents.openapi.bodies import Bodies
from contracts.documents.openapi.examples import Examples
from contracts.documents.openapi.parameters import read_parameters
from contracts.documents.openapi.references import Library
from contracts.documents.openapi.schemas import SchemaReader, TooMuch
from contracts.documents.openapi.security import read_security
from contracts.documents.openapi.tree import Tree, UnreadableTree, read_tree
from contracts.documents.party_lists import ServiceBook
from contracts.documents.problems import Findings
from contracts.documents.shapes.json_schemas import refusal_code, said_reason, schema_refusal
from contracts.documents.text.source_text import decoded_text
from contracts.documents.vocabulary.parties import normal_service
from contracts.model import (
    Confidence,
    Contract,
    Definition,
    DesignDocument,
    Kind,
    Party,
    Policy,
    Provenance,
    Role,
    Status,
    operation_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.errors import InvalidSchema, UnsupportedSchema
    from contracts.keywords import Json, Schema

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_VERSION: Final = re.compile(r"3\.(\d+)(?:\.\d+)?(?:-.*)?")
_UNKNOWN: Final = "unknown"
_BODY_LESS: Final = frozenset({"get", "head"})


def read_openapi(text: str | bytes, *, path: str) -> DesignDocument:
    """What an OpenAPI document holds. An empty text is one whose contracts are gone."""
    findings = Findings(path=path)
    read = decoded_text(text, findings)
    if read is None or not read.strip():
        return DesignDocument(path=path, problems=findings.sorted_problems())
    return read_openapi_text(read, findings)


def read_openapi_text(text: str, findings: Findings, *, first_line: int = 1) -> DesignDocument:
    """What an OpenAPI text holds that begins on this line of its file."""
    try:
        root = read_tree(text, first_line=first_line)
        return _Reading(root, findings).document()
    except UnreadableTree as error:
        findings.note("unreadable-openapi", error.line, reason=error.reason)
    except _NotOpenApi as error:
        findings.note("not-openapi", first_line, reason=str(error))
    except TooMuch:
        findings.note("expands-too-far", first_line)
    return DesignDocument(path=findings.path, problems=findings.sorted_problems())


class _NotOpenApi(Exception):
    """What a text is instead of an OpenAPI document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Route:
    """An operation and everything around it."""

    method: str
    path: str
    item: Tree
    operation: Tree
    line: int


class _Reading:
    """One reading of a document."""

    def __init__(self, root: Tree, findings: Findings) -> None:
        self._root = root
        self._findings = findings
        self._library = Library(root, findings, is_early=_minor_version(root) == 0)
        self._schemas = SchemaReader(self._library)
        self._refusals: dict[int, tuple[Schema, InvalidSchema | UnsupportedSchema | None]] = {}
        self._front = self._settings()
        self._examples = Examples(self._library, (self._front.policy or Policy()).formats)
        self._book = ServiceBook(findings=findings, aliases=self._aliases())
        self._provider = self._service()

    def document(self) -> DesignDocument:
        contracts: dict[str, Contract] = {}
        for route in self._routes():
            contract = self._contract(route)
            if contract.name in contracts:
                other = contracts[contract.name].provenance.line
                self._findings.note("operation-twice", route.line, name=contract.name, other=other)
            else:
                contracts[contract.name] = contract
        for name in ("webhooks",):
            found = self._root.at(name)
            if found is not None:
                self._findings.ignore(name, "no operations of this service", line=found.line, end_line=found.line)
        info = {key: self._root.text_at("info", key) for key in ("title", "version")}
        return DesignDocument(
            path=self._findings.path,
            services=tuple(self._book.services.values()),
            contracts=tuple(contracts.values()),
            problems=self._findings.sorted_problems(),
            ignored=tuple(self._findings.ignored),
            metadata={key: value for key, value in info.items() if value},
        )

    def _settings(self) -> FrontMatter:
        stated = self._root.at("x-contracts")
        try:
            return read_front_matter({"contracts": stated.to_json()} if stated is not None else {})
        except BadAnnotation as error:
            self._findings.note("bad-annotation", stated.line if stated is not None else 1, reason=str(error))
            return FrontMatter()

    def _aliases(self) -> dict[str, str]:
        pairs = ((normal_service(written), normal_service(title)) for written, title in self._front.aliases.items())
        return {spelling: service for spelling, service in pairs if spelling and service}

    def _service(self) -> str:
        """The provider: `x-service`, or the service of `x-contracts`, else the title."""
        stated = self._root.at("x-service") or self._root.at("x-contracts", "service")
        title = self._root.at("info", "title")
        named = stated or title
        if named is None or not named.text:
            self._findings.note("unknown-provider", self._root.line, name=self._findings.path)
            return _UNKNOWN
        name = self._book.meet(named.text, named.line)
        if stated is None and name:
            self._findings.note("provider-from-title", named.line, service=name)
        return name or _UNKNOWN

    def _routes(self) -> Iterator[_Route]:
        for path, stated in self._library.objects(self._root.at("paths"), "`paths`").items():
            if not path.startswith("/"):
                continue
            item = self._library.resolved(stated)
            for method in METHODS:
                operation = item.at(method)
                if operation is not None:
                    self._library.objects(operation, "the operation")
                    yield _Route(method=method, path=path, item=item, operation=operation, line=operation.line)

    def _contract(self, route: _Route) -> Contract:
        definition, lines = self._definition(route)
        name = operation_name(self._provider, route.method, route.path)
        if "request" in definition and route.method in _BODY_LESS:
            self._findings.note("body-on-get", route.line, name=name, method=route.method.upper())
        at = Provenance(path=self._findings.path, line=route.line, end_line=route.line, via="openapi")
        parties = self._parties(route, at)
        return Contract(
            kind=Kind.OPERATION,
            name=name,
            path=route.path,
            definition=Definition.from_json(Kind.OPERATION, definition) if definition else None,
            parties=parties,
            policy=self._front.policy,
            status=Status.DEPRECATED if route.operation.is_true("deprecated") else Status.ACTIVE,
            visibility="internal" if _is_internal(route, parties) else "external",
            auth=route.operation.text_at("x-auth"),
            description=route.operation.text_at("summary") or route.operation.text_at("description"),
            confidence=Confidence.EXPLICIT,
            lines=lines,
            provenance=at,
        )

    def _definition(self, route: _Route) -> tuple[dict[str, Json], dict[str, int]]:
        bodies = Bodies(self._library, self._schemas)
        bodies.read_request(route.operation)
        bodies.read_responses(route.operation)
        lists = [route.item.at("parameters"), route.operation.at("parameters")]
        parameters = read_parameters(lists, route.path, self._library, self._schemas)
        stated = {
            "parameters": parameters.schema,
            "styles": parameters.styles,
            "security": read_security(route.operation, self._library),
            "base_paths": self._base_paths(route),
        }
        definition = {**bodies.definition, **{name: value for name, value in stated.items() if value}}
        lines = {"operation#": route.line, **bodies.lines, **parameters.lines}
        sound = self._sound(definition, lines, route)
        place = f"{route.method.upper()} {route.path}"
        self._examples.check(bodies.contents, Definition.from_json(Kind.OPERATION, sound), place)
        return sound, lines

    def _base_paths(self, route: _Route) -> list[str]:
        """The paths of the servers' URLs; none where all operations are served at the top."""
        stated = route.operation.at("servers") or route.item.at("servers") or self._root.at("servers")
        paths = sorted({_base_path(server) for server in (stated.items if stated is not None else [])})
        return paths if any(paths) else []

    def _sound(self, definition: dict[str, Json], lines: dict[str, int], route: _Route) -> dict[str, Json]:
        """The definition, if each of its schemas is one; what is none is noted and nothing is left."""
        is_sound = True
        for part in Definition.from_json(Kind.OPERATION, definition).parts:
            refusal = self._refusal(part.schema)
            if refusal is not None:
                line = _nearest(lines, part.name, refusal.pointer) or route.line
                name = f"{route.method.upper()} {route.path} ({part.name})"
                self._findings.note(refusal_code(refusal), line, name=name, reason=said_reason(refusal))
                is_sound = False
        return definition if is_sound else {}

    def _refusal(self, schema: Schema) -> InvalidSchema | UnsupportedSchema | None:
        """What is wrong with a schema; those that several operations share are looked at once."""
        if id(schema) not in self._refusals:
            self._refusals[id(schema)] = (schema, schema_refusal(schema))  # kept: its id must not be used again
        return self._refusals[id(schema)][1]

    def _parties(self, route: _Route, at: Provenance) -> tuple[Party, ...]:
        parties = (
            [Party(service=self._provider, role=Role.PROVIDER, provenance=at)] if self._provider != _UNKNOWN else []
        )
        for place in (self._root.at("x-callers"), route.operation.at("x-callers")):
            for item in place.items if place is not None else []:
                name = self._book.meet(item.text, item.line)
                if name:
                    parties.append(Party(service=name, role=Role.CALLER, confidence=Confidence.EXPLICIT, provenance=at))
        return tuple(dict.fromkeys(parties))


def _minor_version(root: Tree) -> int:
    """The minor version of OpenAPI 3.

    Raises:
        _NotOpenApi: the text is something else.
    """
    if root.at("swagger") is not None:
        raise _NotOpenApi("it is Swagger 2.0")
    stated = root.at("openapi")
    found = _VERSION.fullmatch(str(stated.value)) if stated is not None else None
    if found is None:
        raise _NotOpenApi(f"`openapi` is {stated.value!r}" if stated is not None else "it has no `openapi` at its top")
    return int(found[1])


def _base_path(server: Tree) -> str:
    url = server.text_at("url")
    for name, variable in (server.at("variables") or Tree(line=1, value={})).members.items():
        url = url.replace("{" + name + "}", variable.text_at("default"))
    return (
        "/" + found.strip("/") if (found := re.sub(r"^[A-Za-z][\w+.-]*://[^/]*|^//[^/]*", "", url)).strip("/") else ""
    )


def _is_internal(route: _Route, parties: tuple[Party, ...]) -> bool:
    has_callers = any(party.role is Role.CALLER for party in parties)
    is_marked = route.operation.is_true("x-internal") or route.item.is_true("x-internal")
    return has_callers or is_marked or "internal" in route.path.strip("/").split("/")


def _nearest(lines: dict[str, int], part: str, place: str) -> int | None:
    while place and f"{part}#{place}" not in lines:
        place = place.rpartition("/")[0]
    return lines.get(f"{part}#{place}")

"""Events whose schema an author wrote as data: the schema as it stands, its parties, its examples."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from contracts.documents.bodies import Named, check_examples, kept_lines
from contracts.documents.claims import PartyClaim
from contracts.documents.shapes.json_nodes import Node, NodeKind
from contracts.documents.shapes.json_schemas import refused_schema, schema_shape
from contracts.documents.shapes.shape import Shape
from contracts.model import Confidence, Contract, Definition, DesignDocument, Kind, Provenance, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from contracts.documents.party_lists import ServiceBook
    from contracts.documents.problems import Findings
    from contracts.model import Party

_NO_METADATA: Final[Mapping[str, str]] = MappingProxyType({})
_PARTY_KEYS: Final = {
    "x-producer": Role.PRODUCER,
    "x-producers": Role.PRODUCER,
    "x-consumer": Role.CONSUMER,
    "x-consumers": Role.CONSUMER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplicitEvent:
    """An event as data says it; `parties` are in addition to those of its `x-` keys."""

    name: str
    node: Node
    via: str
    schema: Node | None = None
    examples: tuple[Node, ...] = ()
    parties: tuple[tuple[Role, PartyClaim], ...] = ()
    description: str = ""
    aliases: tuple[str, ...] = ()


def explicit_document(
    events: Iterable[ExplicitEvent], book: ServiceBook, *, metadata: Mapping[str, str] = _NO_METADATA
) -> DesignDocument:
    """The document that is nothing but data: its events, and what they leave out."""
    contracts = explicit_contracts(events, book)
    note_gaps(contracts, book.findings)
    return DesignDocument(
        path=book.findings.path,
        services=tuple(book.services.values()),
        contracts=contracts,
        problems=book.findings.sorted_problems(),
        ignored=tuple(book.findings.ignored),
        metadata=dict(metadata),
    )


def explicit_contracts(events: Iterable[ExplicitEvent], book: ServiceBook) -> tuple[Contract, ...]:
    """One contract per name; what several places say of it must agree, and their parties add up."""
    groups: dict[str, list[ExplicitEvent]] = {}
    for event in events:
        groups.setdefault(event.name, []).append(event)
    return tuple(_contract(name, group, book) for name, group in groups.items())


def _contract(name: str, events: Sequence[ExplicitEvent], book: ServiceBook) -> Contract:
    first = events[0]
    at = Provenance(path=book.findings.path, line=first.node.line, end_line=last_line(first.node), via=first.via)
    named = Named(name=name, findings=book.findings)
    shape = _shape(events, named)
    schema = shape.schema if shape else None
    examples = [_example(node) for event in events for node in event.examples]
    return Contract(
        kind=Kind.EVENT,
        name=name,
        definition=Definition.of_event(schema) if schema is not None else None,
        parties=_parties(events, book, at),
        description=next((event.description for event in events if event.description), ""),
        confidence=Confidence.EXPLICIT,
        aliases=tuple(dict.fromkeys(alias for event in events for alias in event.aliases if alias != name)),
        examples=check_examples(schema, examples, named, declared=shape) if shape and schema is not None else (),
        lines=kept_lines(shape, "message") if shape else {},
        provenance=at,
    )


def _shape(events: Sequence[ExplicitEvent], named: Named) -> Shape | None:
    """The schema that all places agree on: the first one, and a problem for each that differs or is none."""
    schemas = [event.schema for event in events if event.schema is not None]
    shapes = [schema_shape(schema) for schema in schemas if _is_fit(schema, named)]
    for other in shapes[1:]:
        if other.schema != shapes[0].schema:
            named.findings.note("event-disagreement", other.line, name=named.name, other=shapes[0].line)
    return shapes[0] if shapes else None


def _is_fit(schema: Node, named: Named) -> bool:
    refused = refused_schema(schema)
    if refused:
        named.findings.note(refused.code, refused.line, refused.column, name=named.name, reason=refused.reason)
    return refused is None


def _example(node: Node) -> Shape:
    """An example with the line of each of its places, as the schema's places are called."""
    shape = Shape(schema={}, line=node.line, via="example", example=node.to_json(), has_example=True)
    return replace(shape, lines=dict(_lines(node, "")))


def _lines(node: Node, place: str) -> Iterator[tuple[str, int]]:
    yield place, node.line
    for member in node.members:
        step = member.key.replace("~", "~0").replace("/", "~1")
        yield from _lines(member.node, f"{place}/properties/{step}")
    for item in node.items:
        yield from _lines(item, f"{place}/items")


def _parties(events: Sequence[ExplicitEvent], book: ServiceBook, at: Provenance) -> tuple[Party, ...]:
    claims = [claim for event in events for claim in (*event.parties, *party_claims(event.node))]
    return tuple(
        party
        for role in (Role.PRODUCER, Role.CONSUMER)
        for party in book.parties((claim for found, claim in claims if found is role), role, at)
    )


def party_claims(node: Node) -> Iterator[tuple[Role, PartyClaim]]:
    """The parties that `x-producer`, `x-consumers` and their like name: one name, a list, or names with commas."""
    for member in node.members:
        role = _PARTY_KEYS.get(member.key)
        if role is None:
            continue
        for item in member.node.items or (member.node,):
            for title in str(item.value).split(",") if item.kind is NodeKind.STRING else ():
                yield role, PartyClaim(title=title.strip(), line=item.line, confidence=Confidence.EXPLICIT)


def note_gaps(contracts: Iterable[Contract], findings: Findings) -> None:
    """Note what data leaves out of its events, with the key to add."""
    for contract in contracts:
        line, name = contract.provenance.line, contract.name
        producers, consumers = contract.services(Role.PRODUCER), contract.services(Role.CONSUMER)
        if contract.definition is None:
            findings.note("no-schema", line, name=name, fix="give it a payload that is a JSON Schema")
        if not producers:
            code = "never-published" if consumers else "missing-producer"
            findings.note(code, line, name=name, fix='"x-producer": "SERVICE"')
        if not consumers:
            findings.note("missing-consumer", line, name=name, fix='"x-consumers": ["SERVICE"]')


def joined(contracts: Sequence[Contract], explicit: Sequence[Contract], findings: Findings) -> tuple[Contract, ...]:
    """The contracts of one document, those that data says among them: its schema is the one, the parties add up."""
    found = {contract.key: contract for contract in contracts}
    for said in explicit:
        known = found.get(said.key)
        found[said.key] = _both(known, said, findings) if known else said
    return tuple(found.values())


def _both(known: Contract, said: Contract, findings: Findings) -> Contract:
    if known.definition and said.definition and known.definition != said.definition:
        line, other = said.line_of("message", ""), known.line_of("message", "")
        findings.note("event-disagreement", line, name=said.name, other=other)
    new = (party for party in said.parties if party.service not in known.services(party.role))
    kept = said if said.definition else known
    return replace(
        kept,
        parties=(*known.parties, *new),
        policy=known.policy,
        status=known.status,
        description=known.description or said.description,
        aliases=tuple(dict.fromkeys((*known.aliases, *said.aliases))),
        labels=known.labels,
        supersedes=known.supersedes,
        asserted_version=known.asserted_version,
        provenance=known.provenance,
    )


def last_line(node: Node) -> int:
    """The line on which the last value of a node begins."""
    return max(found.line for found in node.descendants())

"""What several design documents say about one contract, and which of them owns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.canonical import fingerprint
from contracts.model import ContractVersion, DocumentId, Problem, Severity, Status
from contracts.registration.plan import WRITING_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.model import Contract, ContractKey, DesignDocument
    from contracts.registration.plan import RegisteredContract


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One contract as one document declares it; `fingerprint` is None where the document gives no schema."""

    document: DocumentId
    contract: Contract
    fingerprint: str | None

    @property
    def place(self) -> str:
        """`path:line` of the declaration."""
        return f"{self.document.path}:{self.contract.provenance.line}"

    def version(self, number: int) -> ContractVersion | None:
        """The declared schema as a version with this number; None where the document gives no schema."""
        if self.contract.definition is None or self.fingerprint is None:
            return None
        return ContractVersion(
            number=number,
            fingerprint=self.fingerprint,
            definition=self.contract.definition,
            lines=self.contract.lines,
            provenance=self.contract.provenance,
        )

    @property
    def rank(self) -> tuple[bool, bool]:
        """Sorts the likely owner first: with a schema, then from a document that names who writes it."""
        return (self.fingerprint is None, not self.names_writer)

    @property
    def names_writer(self) -> bool:
        """Whether the document says who produces or provides it."""
        return any(party.role in WRITING_ROLES for party in self.contract.parties)


def collect_declarations(documents: Iterable[DesignDocument], source: str) -> dict[ContractKey, list[Declaration]]:
    """All declarations by contract, the likely owner of each contract first."""
    collected: dict[ContractKey, list[Declaration]] = {}
    for document in sorted(documents, key=lambda item: item.path):
        identity = DocumentId(source=source, path=document.path)
        for contract in document.contracts:
            mark = None if contract.definition is None else fingerprint(contract.definition)
            declaration = Declaration(document=identity, contract=contract, fingerprint=mark)
            collected.setdefault(contract.key, []).append(declaration)
    return {key: sorted(found, key=lambda item: item.rank) for key, found in collected.items()}


def owning_declaration(
    declarations: list[Declaration], registered: RegisteredContract | None, sent: frozenset[DocumentId]
) -> Declaration | None:
    """The declaration that decides what the contract is; None if the owner is elsewhere or dropped it.

    One that a reader's document registered goes to the first document that gives a schema and names who writes it.
    A contract without versions goes to the first document that gives it a schema, and so does an archived one. One that
    its owner dropped, or only names from now on, goes to another document of the same request that gives the schema.
    """
    if registered is None:
        return declarations[0] if declarations else None
    own = next((item for item in declarations if item.document == registered.owner), None)
    author = next((item for item in declarations if item.fingerprint is not None and item.names_writer), None)
    if author is not None and not _owner_names_writer(own, registered):
        return author
    if own is not None and (own.fingerprint is not None or (registered.versions and _is_given_up(own))):
        return own
    heir = next((item for item in declarations if item.fingerprint is not None), None)
    is_free = not registered.versions or registered.status is Status.ARCHIVED or registered.owner in sent
    return heir if heir is not None and is_free else own


def _owner_names_writer(own: Declaration | None, registered: RegisteredContract) -> bool:
    """Whether the owner says who writes: as it stands in this request, else as it was registered."""
    if own is not None:
        return own.names_writer
    return any(party.document == registered.owner and party.role in WRITING_ROLES for party in registered.parties)


def _is_given_up(declaration: Declaration) -> bool:
    return declaration.contract.status is Status.DEPRECATED


def disagreements(
    declarations: list[Declaration], owner: Declaration | None, registered: RegisteredContract | None
) -> list[Problem]:
    """An error for each document that describes the contract differently from its owner."""
    versions = registered.versions if registered else ()
    known = {owner.fingerprint} if owner else {version.fingerprint for version in versions}
    other = owner.place if owner else _registered_place(registered)
    return [
        Problem(
            code="contract-disagreement",
            severity=Severity.ERROR,
            path=item.document.path,
            line=item.contract.provenance.line,
            message=f"`{item.contract.name}` is described here differently than in {other}",
            fix=f"name only the parties here, or repeat the schema exactly as in {other}",
        )
        for item in declarations
        if item.fingerprint is not None and item.fingerprint not in known
    ]


def _registered_place(registered: RegisteredContract | None) -> str:
    if registered is None or registered.latest is None:
        return "the registry"
    owner = registered.owner
    return f"version {registered.latest.number} in the registry (from {owner.path} of {owner.source})"

"""Cells -> party claims -> parties: spellings normalised, aliases resolved, each service once per role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts.documents.claims import PartyClaim
from contracts.documents.vocabulary.parties import normal_service, read_parties
from contracts.documents.vocabulary.words import is_wildcard
from contracts.model import Confidence, Party, Provenance, Role, Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contracts.documents.problems import Findings
    from contracts.documents.survey import Survey


@dataclass(slots=True, kw_only=True)
class ServiceBook:
    """The services that a document names, in its order; `aliases` maps normalised spellings to names."""

    findings: Findings
    aliases: Mapping[str, str] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)

    def name_of(self, title: str, line: int) -> str | None:
        """The normalised name of a spelling; a text that cannot be a service is noted."""
        name = normal_service(title)
        if name is None:
            self.findings.note("bad-service-name", line, name=repr(title))
            return None
        return self.aliases.get(name, name)

    def meet(self, title: str, line: int) -> str | None:
        """The name of a service that is now known to the document."""
        name = self.name_of(title, line)
        if name is not None and name not in self.services and not is_wildcard(title):
            at = Provenance(path=self.findings.path, line=line, via="party")
            self.services[name] = Service(name=name, title=title, provenance=at)
        return name

    def parties(self, claims: Iterable[PartyClaim], role: Role, at: Provenance) -> tuple[Party, ...]:
        """The parties in one role, each once, an explicit mention before a stated and an inferred one."""
        order = list(Confidence)
        found: dict[str, Party] = {}
        for claim in claims:
            name = self.meet(claim.title, claim.line)
            if name is None:
                continue
            known = found.get(name)
            if known is None or order.index(claim.confidence) < order.index(known.confidence):
                place = Provenance(path=at.path, line=claim.line, end_line=claim.line, section=at.section, via=at.via)
                found[name] = Party(service=name, role=role, confidence=claim.confidence, provenance=place)
        return tuple(found.values())

    def note_unlisted(self) -> None:
        """Note services that a service table leaves out, and names that may be one service."""
        for name, service in self.services.items():
            if self.listed and name not in self.listed:
                self.findings.note("unlisted-service", service.provenance.line, service=name)
        seen: dict[str, str] = {}
        for name, service in self.services.items():
            bare = _bare(name)
            if bare in seen:
                self.findings.note("similar-services", service.provenance.line, service=name, other=seen[bare])
            seen.setdefault(bare, name)


def _bare(name: str) -> str:
    for ending in ("-service", "-svc", "service"):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending).rstrip("s")
    return name.rstrip("s")


def strongest(claims: Iterable[PartyClaim]) -> tuple[PartyClaim, ...]:
    """The claims without inferred ones where a stronger one names somebody."""
    found = tuple(claims)
    sure = tuple(claim for claim in found if claim.confidence is not Confidence.INFERRED)
    return sure or found


def cell_parties(cell: str, line: int, survey: Survey, name: str) -> tuple[PartyClaim, ...]:
    """The services of a cell; what names none is noted for the contract `name`."""
    if not cell:
        return ()
    found = read_parties(cell, survey.services)
    for party in found.wildcards:
        survey.findings.note("wildcard-party", line, name=name, party=party)
    for party in found.rejected:
        survey.findings.note("party-not-a-name", line, name=name, party=party)
    return tuple(
        PartyClaim(title=title, line=line) for title in (*found.titles, *found.wildcards) if normal_service(title)
    )

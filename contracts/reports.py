"""The JSON that the command line prints and the service answers: one shape for one value, whoever asks.

The shapes are documented as JSON Schemas in `docs/schemas/`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from contracts.deployment import Answer
from contracts.model import ContractKey, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from contracts.compatibility.verdict import Change, Check, Comparison, Verdict
    from contracts.deployment import Matrix, Row
    from contracts.keywords import Json
    from contracts.model import Contract, DesignDocument, Edge, Ignored, Problem, Provenance, Service
    from contracts.registration import Plan, PlannedContract

NEW_VERSION = "the new version"


def extract_report(documents: Sequence[DesignDocument]) -> dict[str, Json]:
    """What was read from documents: `{"services", "contracts", "edges", "problems", "ignored"}`."""
    return {
        "services": [_service(item) for document in documents for item in document.services],
        "contracts": [_contract(item) for document in documents for item in document.contracts],
        "edges": [_edge(item) for document in documents for item in document.edges],
        "problems": [problem_report(item) for document in documents for item in document.problems],
        "ignored": [_ignored(item, document.path) for document in documents for item in document.ignored],
    }


def plan_report(plan: Plan) -> dict[str, Json]:
    """A plan: `{"refusal", "summary", "results", "problems"}`, one result per contract."""
    return {
        "refusal": plan.refusal,
        "summary": dict(sorted(Counter(planned.outcome.value for planned in plan.contracts).items())),
        "results": [_planned(planned) for planned in plan.contracts],
        "problems": [problem_report(problem) for problem in plan.problems],
    }


def checks_report(planned: PlannedContract) -> list[Json]:
    """The answers that a planned contract was given, as they stand in its result of the plan."""
    return [_check(check, planned.contract) for check in planned.checks]


def comparison_report(key: ContractKey, comparison: Comparison, contract: Contract | None = None) -> dict[str, Json]:
    """Two versions of one contract compared: `{"kind", "name", "outcome", "checks"}`."""
    return {
        "kind": key.kind.value,
        "name": key.name,
        "outcome": comparison.outcome.value,
        "checks": [_check(check, contract) for check in comparison.checks],
    }


def matrix_report(matrix: Matrix) -> dict[str, Json]:
    """A can-i-deploy matrix: `{"service", "version", "answer", "reason", "rows"}`, one row per counterpart."""
    return {
        "service": matrix.service,
        "version": matrix.version,
        "answer": matrix.answer.value,
        "reason": matrix.reason,
        "rows": [_row(row, matrix) for row in matrix.rows],
    }


def problem_report(problem: Problem) -> dict[str, Json]:
    """A problem: `{"code", "severity", "path", "line", "column", "message", "fix"}`."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "fix": problem.fix,
    }


def verdict_report(verdict: Verdict, *, writer: str = "the writer", reader: str = "the reader") -> dict[str, Json]:
    """A verdict: `{"outcome", "witness", "reason"}`; `writer` and `reader` name the two schemas."""
    witness, reason = verdict.witness, verdict.reason
    return {
        "outcome": verdict.outcome.value,
        "witness": witness
        and {
            "message": witness.message,
            "exchange": witness.exchange,
            "accepted_by": writer,
            "rejected_by": reader,
            "error": {
                "instance_pointer": witness.rejection.instance_pointer,
                "schema_pointer": witness.rejection.schema_pointer,
                "keyword": witness.rejection.keyword,
                "message": witness.rejection.message,
            },
        },
        "reason": reason
        and {
            "of": {"writer": writer, "reader": reader}.get(reason.side),
            "pointer": reason.pointer,
            "keyword": reason.keyword,
            "sentence": reason.sentence,
        },
    }


def _row(row: Row, matrix: Matrix) -> dict[str, Json]:
    met = row.counterpart
    return {
        "kind": row.key.kind.value,
        "name": row.key.name,
        "role": row.role.value,
        "contract_version": row.number,
        "counterpart": met
        and {
            "service": met.service,
            "version": met.version,
            "instance": met.instance,
            "role": met.role.value,
            "contract_version": met.number,
        },
        "answer": row.answer.value,
        "blocking": not row.is_ignored and matrix.demand(row) is not Answer.YES,
        "ignored": row.is_ignored,
        "verified": row.is_verified,
        "tests_of_other_version": row.has_tests_of_other_version,
        "named": row.is_named,
        "reason": row.reason,
        "checks": [_met(check, row, matrix) for check in row.checks],
    }


def _met(check: Check, row: Row, matrix: Matrix) -> dict[str, Json]:
    """The answer about one part, its sides named by service and version: the first wrote it unless it is a response."""
    own = f"{matrix.service} {matrix.version}"
    other = f"{row.counterpart.service} {row.counterpart.version}" if row.counterpart else "nobody"
    is_first = row.role in {Role.PRODUCER, Role.CALLER}
    writer, reader = (own, other) if is_first is check.is_written_by_old else (other, own)
    return {
        "part": check.part,
        "changes": [_change(change, check, None) for change in check.changes],
        **verdict_report(check.verdict, writer=writer, reader=reader),
    }


def _planned(planned: PlannedContract) -> dict[str, Json]:
    return {
        "kind": planned.key.kind.value,
        "name": planned.key.name,
        "outcome": planned.outcome.value,
        "blocking": planned.is_blocking,
        "accepted_reason": planned.accepted_reason,
        "note": planned.note,
        "version": planned.number,
        "registered_version": planned.registered_number,
        "fingerprint": planned.fingerprint,
        "status": planned.status.value,
        "owner": {"source": planned.owner.source, "path": planned.owner.path},
        "path": planned.place.path if planned.place else planned.owner.path,
        "line": planned.place.line if planned.place else None,
        "policy": {
            "mode": planned.policy.mode_for(planned.key.kind).value,
            "content_model": planned.policy.content_model.value,
            "formats": planned.policy.formats.value,
        },
        "parties": [{"service": party.service, "role": party.role.value} for party in _distinct(planned)],
        "checks": checks_report(planned),
    }


def _distinct(planned: PlannedContract) -> Iterable[Json]:
    return {(party.service, party.role): party for party in planned.parties}.values()


def _check(check: Check, contract: Contract | None) -> dict[str, Json]:
    old = "the old version" if check.old_number is None else f"version {check.old_number}"
    writer, reader = (old, NEW_VERSION) if check.is_written_by_old else (NEW_VERSION, old)
    return {
        "direction": check.direction.value,
        "part": check.part,
        "against_version": check.old_number,
        "blocking": check.is_blocking,
        "changes": [_change(change, check, contract) for change in check.changes],
        **verdict_report(check.verdict, writer=writer, reader=reader),
    }


def _change(change: Change, check: Check, contract: Contract | None) -> dict[str, Json]:
    place = change.old_pointer if change.new_pointer is None else change.new_pointer
    return {
        "rule": change.rule,
        "pointer": place or "",
        "old_pointer": change.old_pointer,
        "new_pointer": change.new_pointer,
        "sentence": change.sentence,
        "fix": change.fix,
        "path": contract.provenance.path if contract else None,
        "line": contract.line_of(check.part, place or "") if contract else None,
    }


def _contract(contract: Contract) -> dict[str, Json]:
    shape = _event(contract) if contract.kind is Kind.EVENT else _operation(contract)
    return {
        "kind": contract.kind.value,
        "name": contract.name,
        **shape,
        "status": contract.status.value,
        "visibility": contract.visibility,
        "description": contract.description,
        "aliases": list(contract.aliases),
        "labels": list(contract.labels),
        "confidence": contract.confidence.value,
        "provenance": _place(contract.provenance),
    }


def _event(contract: Contract) -> dict[str, Json]:
    return {
        "producers": list(contract.services(Role.PRODUCER)),
        "consumers": list(contract.services(Role.CONSUMER)),
        "schema": contract.definition.to_json() if contract.definition else None,
    }


def _operation(contract: Contract) -> dict[str, Json]:
    definition = contract.definition.to_json() if contract.definition else {}
    return {
        "provider": next(iter(contract.services(Role.PROVIDER)), None),
        "callers": list(contract.services(Role.CALLER)),
        "method": contract.method,
        "path": contract.path,
        "auth": contract.auth,
        "parameters": definition.get("parameters"),
        "request": definition.get("request"),
        "request_required": definition.get("request_required", True),
        "requests": definition.get("requests", {}),
        "responses": definition.get("responses", {}),
        "response_headers": definition.get("response_headers", {}),
        "security": definition.get("security", []),
        "styles": definition.get("styles", {}),
        "base_paths": definition.get("base_paths", []),
    }


def _service(service: Service) -> dict[str, Json]:
    return {
        "name": service.name,
        "title": service.title,
        "responsibility": service.responsibility,
        "tech_stack": service.tech_stack,
        "provenance": _place(service.provenance),
    }


def _edge(edge: Edge) -> dict[str, Json]:
    return {
        "from": edge.from_service,
        "to": edge.to_service,
        "protocol": edge.protocol,
        "pattern": edge.pattern,
        "provenance": _place(edge.provenance),
    }


def _ignored(ignored: Ignored, path: str) -> dict[str, Json]:
    return {
        "path": path,
        "line": ignored.line,
        "end_line": ignored.end_line,
        "what": ignored.what,
        "reason": ignored.reason,
    }


def _place(provenance: Provenance) -> dict[str, Json]:
    return {
        "path": provenance.path,
        "line": provenance.line,
        "end_line": provenance.end_line,
        "section": list(provenance.section),
        "via": provenance.via,
    }

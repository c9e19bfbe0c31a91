"""A report for people at a terminal: what, where, why, and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.text import Text

from contracts.findings import ignored_of
from contracts.model.counts import counted

if TYPE_CHECKING:
    from rich.console import Console

    from contracts.keywords import Json
    from registry.cli.formats.report import Report

SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}
OUTCOME_STYLES = {
    "new": "green",
    "compatible": "green",
    "unchanged": "dim",
    "parties-changed": "cyan",
    "contract-removed": "yellow",
    "incompatible": "bold red",
    "undecided": "bold yellow",
    "could not check": "bold yellow",
}


def show_plan(console: Console, report: Report) -> None:
    """A plan: problems without remarks, what happens to each contract, the sum."""
    for problem in report.body["problems"]:
        if problem["severity"] != "info":
            show_problem(console, problem)
    for result in report.body["results"]:
        if result["outcome"] != "unchanged":
            _write_result(console, result)
    console.print(Text(report.summary.conclusion, style="bold"))


def show_problems(console: Console, report: Report) -> None:
    """The problems of documents."""
    for problem in report.body["problems"]:
        show_problem(console, problem)


def show_extract(console: Console, report: Report) -> None:
    """The problems, the contracts, and what was ignored."""
    show_problems(console, report)
    _write_extract(console, report.body)


def show_problem(console: Console, problem: Json) -> None:
    """One problem: its place as editors read it, what it is, what to do."""
    place = f"{problem['path']}:{problem['line']}:{problem['column']}: " if problem["path"] else ""
    line = Text(place)
    line.append(problem["severity"], style=SEVERITY_STYLES[problem["severity"]])
    console.print(line.append(f" {problem['code']} {problem['message']}"))
    for part in problem["fix"].splitlines():
        console.print(Text(f"    {part}", style="dim"))
    _write_mark(console, problem, indent=4)


def _write_mark(console: Console, marked: Json, *, indent: int) -> None:
    if ignored := ignored_of(marked):
        console.print(Text(f"{' ' * indent}{ignored}", style="yellow"))


def _write_result(console: Console, result: Json) -> None:
    head = Text("✗ " if result["blocking"] else "✓ ", style="red" if result["blocking"] else "green")
    head.append(result["name"], style="bold").append("  ")
    head.append(result["outcome"], style=OUTCOME_STYLES[result["outcome"]])
    if result["version"] is not None and not result["blocking"]:
        head.append(f"  version {result['version']}", style="dim")
    if result["note"]:
        head.append(f"  ({result['note']})", style="dim")
    console.print(head)
    if result["registered_version"] is not None:
        place = f"{result['path']}:{result['line']}" if result["line"] else result["path"]
        console.print(Text(f"    {place}, against version {result['registered_version']}", style="dim"))
    _write_mark(console, result, indent=4)
    if result["accepted_reason"] is not None:
        console.print(Text(f"    accepted as an intended break: {result['accepted_reason']}", style="yellow"))
    if result["blocking"] and result["checks"]:
        console.print(Text(f"    used by {_dependents(result)}"))
    for check in result["checks"]:
        if check["blocking"] or (result["accepted_reason"] is not None and check["outcome"] != "compatible"):
            _write_check(console, check, result)


def _dependents(result: Json) -> str:
    services = [party["service"] for party in result["parties"] if party["role"] in {"consumer", "caller"}]
    return ", ".join(services) or "nobody known"


def _write_check(console: Console, check: Json, result: Json) -> None:
    against = f"against version {check['against_version']}" if check["against_version"] else "against the old version"
    console.print(Text(f"    {check['direction']} {check['part']} {against}: {check['outcome']}"))
    for change in check["changes"]:
        _write_change(console, change, result)
    if check["reason"]:
        _write_reason(console, check["reason"])
    if check["witness"]:
        _write_witness(console, check["witness"])
    _write_mark(console, check, indent=6)


def _write_change(console: Console, change: Json, result: Json) -> None:
    place = f"{result['owner']['path']}:{change['line'] or 1}: "
    console.print(Text(f"      {place}").append(change["rule"], style="bold").append(f" {change['sentence']}"))
    console.print(Text(f"        at   {change['pointer'] or '/'}", style="dim"))
    console.print(Text(f"        fix  {change['fix']}"))


def _write_reason(console: Console, reason: Json) -> None:
    console.print(Text(f"      {reason['keyword']}: {reason['sentence']}"))
    if reason["of"] is not None:
        console.print(Text(f"        at   {reason['pointer'] or '/'} of {reason['of']}", style="dim"))


def _write_witness(console: Console, witness: Json) -> None:
    error = witness["error"]
    console.print(Text(f"      witness: accepted by {witness['accepted_by']}, rejected by {witness['rejected_by']}"))
    console.print(Text(f"        {json.dumps(witness['exchange'] or witness['message'], ensure_ascii=False)}"))
    console.print(Text(f"        {error['message']} ({error['keyword']} at {error['instance_pointer'] or '/'})"))


def _write_extract(console: Console, report: Json) -> None:
    for contract in report.get("contracts", []):
        place = f"{contract['provenance']['path']}:{contract['provenance']['line']}"
        console.print(Text(contract["name"], style="bold").append(f"  {_parties(contract)}  {place}", style="dim"))
        console.print(Text(f"    {_shape(contract)}; {contract['confidence']}, from {contract['provenance']['via']}"))
    for ignored in report.get("ignored", []):
        place = f"{ignored['path']}:{ignored['line']}-{ignored['end_line']}"
        console.print(Text(f"{place}: ignored {ignored['what']}: {ignored['reason']}", style="dim"))


def _parties(contract: Json) -> str:
    if contract["kind"] == "event":
        return f"{', '.join(contract['producers']) or '?'} -> {', '.join(contract['consumers']) or '?'}"
    return f"{', '.join(contract['callers']) or '?'} -> {contract['provider'] or '?'}"


def _shape(contract: Json) -> str:
    if contract["kind"] == "event":
        properties = (contract["schema"] or {}).get("properties", {})
        return counted(len(properties), "property", "properties") if contract["schema"] else "no schema"
    parts = [name for name in ("parameters", "request") if contract[name] is not None]
    parts += [f"request {media_type}" for media_type in contract["requests"]]
    parts += [f"response {status}" for status in contract["responses"]]
    return ", ".join(parts) or "no schema"

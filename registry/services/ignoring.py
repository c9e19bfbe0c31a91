"""The ignore file of a repository, and what it covers of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.findings import (
    IGNORE_FILE,
    Ignored,
    InvalidIgnoreFile,
    Scope,
    ignored_of,
    read_ignore_file,
    with_ignores,
)
from contracts.model import Problem, Severity
from registry.sources import SourceUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from contracts.findings import IgnoreEntry
    from contracts.keywords import Json
    from contracts.model import ContractKey
    from contracts.registration import Plan
    from registry.sources import WorkingSet


def read_ignore_entries(root: Path) -> tuple[IgnoreEntry, ...]:
    """The entries of `.bindery-ignore.yaml` at the top of a repository, none if it is not there.

    Raises:
        InvalidIgnoreFile: it cannot be understood.
        SourceUnreadable: it is there and cannot be read.
    """
    try:
        return read_ignore_file((root / IGNORE_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise InvalidIgnoreFile(1, "it is not UTF-8 text: save it as UTF-8") from error
    except OSError as error:
        raise SourceUnreadable(f"{root / IGNORE_FILE} cannot be read: {error.strerror}") from error


def report_with_ignores(
    report: Json, work: WorkingSet, entries: Sequence[IgnoreEntry], *, today: date, has_verdicts: bool
) -> Json:
    """The report of a working set with what the entries cover marked as ignored; days end at midnight UTC."""
    if not entries:
        return report
    place = work.place.relative_to(work.root).as_posix()
    scope = Scope(place="" if place == "." else place, is_folder=work.place.is_dir(), has_verdicts=has_verdicts)
    return with_ignores(report, entries, today, scope)


def ignored_in(plan: Plan, report: Json) -> Mapping[Problem | ContractKey, Ignored]:
    """What the entries cover of a plan, `report` being its report with the entries applied.

    A contract is ignored if each of its answers that block is.
    """
    found: dict[Problem | ContractKey, Ignored] = {}
    for problem, marked in zip(plan.problems, report["problems"], strict=False):
        if mark := ignored_of(marked):
            found[problem] = mark
    for planned, result in zip(plan.contracts, report["results"], strict=True):
        blocking = [ignored_of(check) for check in result["checks"] if check["blocking"]] or [ignored_of(result)]
        marks = [mark for mark in blocking if mark]
        if result["blocking"] and len(marks) == len(blocking):
            found[planned.key] = marks[0]
    return found


def problems_of_entries(plan: Plan, report: Json) -> Iterator[Problem]:
    """What is said of the entries themselves: that they are over, or cover nothing."""
    for said in report["problems"][len(plan.problems) :]:
        yield Problem(**{**said, "severity": Severity(said["severity"])})

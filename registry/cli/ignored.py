"""The ignore file of a repository, applied to what a command found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from contracts.findings import InvalidIgnoreFile
from registry.cli.exits import Exit, stop
from registry.services.ignoring import read_ignore_entries, report_with_ignores
from registry.sources import SourceUnreadable

if TYPE_CHECKING:
    from contracts.keywords import Json
    from registry.sources import WorkingSet


def mark_ignored(report: Json, work: WorkingSet, *, has_verdicts: bool = False) -> Json:
    """The report with what `.bindery-ignore.yaml` at the top of the repository covers marked as ignored.

    Days end at midnight UTC. Ends the command with exit 2 if the file cannot be understood, 3 if it cannot be read.
    """
    try:
        entries = read_ignore_entries(work.root)
    except InvalidIgnoreFile as error:
        stop(Exit.USAGE, str(error))
    except SourceUnreadable as error:
        stop(Exit.NOT_KNOWN, str(error))
    return report_with_ignores(report, work, entries, today=datetime.now(UTC).date(), has_verdicts=has_verdicts)

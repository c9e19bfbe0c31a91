"""The ignore file of a repository, applied to what a command found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from contracts.findings import IGNORE_FILE, InvalidIgnoreFile, Scope, read_ignore_file, with_ignores
from registry.cli.exits import Exit, stop
from registry.cli.written import read_bytes

if TYPE_CHECKING:
    from contracts.findings import IgnoreEntry
    from contracts.keywords import Json
    from registry.sources import WorkingSet


def mark_ignored(report: Json, work: WorkingSet, *, has_verdicts: bool = False) -> Json:
    """The report with what `.bindery-ignore.yaml` at the top of the repository covers marked as ignored.

    Days end at midnight UTC. Ends the command with exit 2 if the file cannot be understood.
    """
    entries = _entries(work)
    if not entries:
        return report
    place = work.place.relative_to(work.root).as_posix()
    scope = Scope(place="" if place == "." else place, is_folder=work.place.is_dir(), has_verdicts=has_verdicts)
    return with_ignores(report, entries, datetime.now(UTC).date(), scope)


def _entries(work: WorkingSet) -> tuple[IgnoreEntry, ...]:
    body = read_bytes(work.root / IGNORE_FILE)
    if body is None:
        return ()
    try:
        return read_ignore_file(body.decode("utf-8"))
    except InvalidIgnoreFile as error:
        stop(Exit.USAGE, str(error))
    except UnicodeDecodeError:
        stop(Exit.USAGE, f"{IGNORE_FILE} is not UTF-8 text: save it as UTF-8")

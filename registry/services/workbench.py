"""The documents of a place while somebody edits them: read and planned again whenever they change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from watchfiles import watch

from contracts.findings import InvalidIgnoreFile
from contracts.registration import Plan
from contracts.reports import plan_report
from registry.services.ignoring import ignored_in, problems_of_entries, read_ignore_entries, report_with_ignores
from registry.services.local_plans import DocumentStopped, plan_against, read_registered
from registry.services.remembered_proofs import RememberedProofs
from registry.sources import SameDocuments, SourceUnreadable, read_baseline, read_working_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from threading import Event

    from contracts.findings import Ignored
    from contracts.keywords import Json
    from contracts.model import ContractKey, DesignDocument, Problem
    from contracts.registration import Registered
    from registry.sources import SourceFile, WorkingSet
    from registry.workers import ProofPool

_NOTHING = Plan(documents=(), contracts=())
_LOOK_AGAIN_MS = 3000  # a commit moves the baseline and changes no document
_SETTLING_MS = 100  # an editor may write a file in several steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The documents at one moment; `number` counts the moments.

    `obstacle` says why what is on disk now could not be read: the rest is then as it was before. `remark` says why
    there is nothing to compare with. `texts` maps paths to what was read. `report` is that of the plan, with what the
    ignore file covers marked; `ignored` says the same of the values.
    """

    number: int
    at: datetime
    source: str = ""
    documents: tuple[DesignDocument, ...] = ()
    texts: Mapping[str, str]
    plan: Plan
    report: Mapping[str, Json]
    ignored: Mapping[Problem | ContractKey, Ignored] = field(default_factory=dict)
    remark: str = ""
    obstacle: str = ""

    def document(self, path: str) -> DesignDocument | None:
        """The document of a path, None if there is none (any more)."""
        return next((document for document in self.documents if document.path == path), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Baseline:
    """What the documents are compared with: files, and the registry that they would have made."""

    files: list[SourceFile]
    registered: Registered


class Workbench:
    """The documents at a place, against a baseline (`git:REF` or a directory); one thread refreshes, any may look."""

    def __init__(self, place: Path, *, against: str, pool: ProofPool, source: str | None = None) -> None:
        self.place = place
        self.against = against
        self._source = source
        self._pool = pool
        self._prove = RememberedProofs().before(pool.prove)
        self._baseline: _Baseline | None = None
        self._seen: object = None
        self._lock = Lock()
        self._snapshot = Snapshot(number=0, at=datetime.now(UTC), texts={}, plan=_NOTHING, report=plan_report(_NOTHING))

    @property
    def snapshot(self) -> Snapshot:
        """The latest one."""
        with self._lock:
            return self._snapshot

    def follow(self, on_change: Callable[[Snapshot], object], *, until: Event) -> None:
        """Refresh whenever a document changes, and tell of each snapshot that differs, until the event is set."""
        while not until.is_set():
            self._tell(on_change)
            folder = self.place if self.place.is_dir() else self.place.parent
            try:
                for _ in watch(
                    folder,
                    step=_SETTLING_MS,
                    stop_event=until,
                    rust_timeout=_LOOK_AGAIN_MS,
                    yield_on_timeout=True,
                    raise_interrupt=False,
                ):
                    self._tell(on_change)
            except FileNotFoundError:  # the folder is gone, and may come back
                until.wait(_LOOK_AGAIN_MS / 1000)

    def _tell(self, on_change: Callable[[Snapshot], object]) -> None:
        if self.refresh():
            on_change(self.snapshot)

    def refresh(self) -> bool:
        """Look at the documents again; whether anything differs."""
        before = self.snapshot
        try:
            now = self._read(before)
        except (SourceUnreadable, DocumentStopped, SameDocuments, InvalidIgnoreFile) as error:
            now = replace(before, obstacle=str(error))
            self._seen = None
        if now is before or now == replace(before, number=now.number, at=now.at):
            return False
        with self._lock:
            self._snapshot = replace(now, number=before.number + 1, at=datetime.now(UTC))
        return True

    def _read(self, before: Snapshot) -> Snapshot:
        work = read_working_set(self.place, source=self._source)
        files, remark = self._baseline_files(work)
        entries, today = read_ignore_entries(work.root), datetime.now(UTC).date()
        looked_at = (work.files, files, remark, entries, today)
        if looked_at == self._seen:
            return before
        baseline = self._registered(work, files)
        found = plan_against(self._pool, work, files, baseline.registered, prove=self._prove)
        self._seen = looked_at
        report = report_with_ignores(plan_report(found.plan), work, entries, today=today, has_verdicts=True)
        return Snapshot(
            number=before.number,
            at=before.at,
            source=work.source,
            documents=found.documents,
            texts={file.path: file.text.decode("utf-8", "replace") for file in work.files},
            plan=replace(found.plan, problems=(*found.plan.problems, *problems_of_entries(found.plan, report))),
            report=report,
            ignored=ignored_in(found.plan, report),
            remark=remark,
        )

    def _baseline_files(self, work: WorkingSet) -> tuple[list[SourceFile], str]:
        """The files of the baseline; none, and why, where there is nothing to compare with (yet)."""
        if self.against == "git:HEAD" and (work.repository is None or work.repository.commit() is None):
            lacks = "is in no git repository" if work.repository is None else "has no commit yet"
            return [], f"{work.place} {lacks}: every contract is new"
        return read_baseline(work, self.against), ""

    def _registered(self, work: WorkingSet, files: list[SourceFile]) -> _Baseline:
        """The baseline, read again only if it is another one."""
        if self._baseline is None or self._baseline.files != files:
            self._baseline = _Baseline(files=files, registered=read_registered(self._pool, work, files))
        return self._baseline

"""Design documents of a git reference, and what a repository is called."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from registry.sources.file import MAX_READ_BYTES, SourceFile, SourceUnreadable, is_document

GIT_TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A git work tree; `root` is its absolute top."""

    root: Path

    def source(self) -> str:
        """The name of the repository: its `origin` without protocol and credentials, else the name of its folder."""
        url = _git(self.root, "config", "--get", "remote.origin.url", may_fail=True).decode().strip()
        return source_of_url(url) if url else self.root.name

    def commit(self) -> str | None:
        """The commit that is checked out; None before the first."""
        return _git(self.root, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True).decode().strip() or None

    def read_reference(self, reference: str, place: Path) -> list[SourceFile]:
        """The documents that `reference` holds at `place` (a directory or a file, which may be gone by now).

        Raises:
            SourceUnreadable: the reference is unknown here, or git itself failed.
        """
        commit = self._resolve(reference)
        inside = (place.resolve().relative_to(self.root)).as_posix()
        listed = _git(self.root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", inside)
        names = [name for name in listed.decode("utf-8", "surrogateescape").split("\0") if name]
        return [self._read(commit, name) for name in sorted(names) if is_document(name)]

    def _resolve(self, reference: str) -> str:
        wanted = f"{reference}^{{commit}}"
        found = _git(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted, may_fail=True)
        if not found:
            raise SourceUnreadable(
                f"the git reference {reference!r} is unknown in {self.root}: "
                "fetch it first (a shallow clone holds one commit only), or name another"
            )
        return found.decode().strip()

    def _read(self, commit: str, name: str) -> SourceFile:
        text = _git(self.root, "cat-file", "blob", f"{commit}:{name}")
        return SourceFile(path=name, text=text[:MAX_READ_BYTES])


def find_repository(place: Path) -> Repository | None:
    """The git repository around a place, or None."""
    start = place if place.is_dir() else place.parent
    while not start.exists():
        start = start.parent
    top = _git(start, "rev-parse", "--show-toplevel", may_fail=True).decode().strip()
    return Repository(root=Path(top).resolve()) if top else None


def source_of_url(url: str) -> str:
    """The name of a repository from the address of its remote, without protocol, credentials and `.git`.

    >>> source_of_url("git@example.org:shop/orders.git"), source_of_url("https://me:secret@example.org/shop/orders")
    ('example.org/shop/orders', 'example.org/shop/orders')
    """
    if "://" in url:
        parts = urlsplit(url)
        name = f"{parts.hostname or ''}{parts.path}"
    else:
        host, colon, path = url.rpartition("@")[2].partition(":")
        name = f"{host}/{path}" if colon else host
    return name.strip("/").removesuffix(".git")


def _git(folder: Path, *arguments: str, may_fail: bool = False) -> bytes:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and a reference can be no option after --end-of-options
            command, capture_output=True, check=False, env=environment, timeout=GIT_TIMEOUT_SECONDS
        )
    except FileNotFoundError as error:
        raise SourceUnreadable("git is not installed: install it, or compare with a directory instead") from error
    except subprocess.TimeoutExpired as error:
        raise SourceUnreadable(f"git gave no answer within {GIT_TIMEOUT_SECONDS} s") from error
    if done.returncode and not may_fail:
        raise SourceUnreadable(f"git {arguments[0]} failed: {done.stderr.decode(errors='replace').strip()}")
    return b"" if done.returncode else done.stdout

"""Design documents of a git repository: as they stand in the work tree, and as a reference holds them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from registry.sources.file import MAX_READ_BYTES, SourceFile, SourceUnreadable, is_document

GIT_TIMEOUT_SECONDS = 60
REGULAR_FILE = "100"  # the beginning of the mode of a regular file; a link is 120000, a submodule 160000
BRANCHES = ("refs/heads/", "refs/remotes/", "FETCH_HEAD")
NO_REPOSITORY = "not a git repository"
# Set by git while it runs a hook: they would lead every question to another repository than the one of the place.
HOOK_VARIABLES = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A git work tree; `root` is its absolute top."""

    root: Path

    def source(self) -> str:
        """The name of the repository: its `origin` without protocol and credentials, else the name of its folder."""
        url = _answer(self.root, "config", "--get", "remote.origin.url").decode().strip()
        return source_of_url(url) if url else self.root.name

    def commit(self) -> str | None:
        """The commit that is checked out; None before the first."""
        return _answer(self.root, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip() or None

    def ignored(self, paths: list[str]) -> set[str]:
        """Those of the paths (relative to the root) that git ignores."""
        asked = "".join(f"{path}\0" for path in paths).encode()
        told = _run(self.root, "check-ignore", "-z", "--stdin", text=asked).stdout
        return set(told.decode().split("\0")) - {""}

    def read_reference(self, reference: str, place: Path) -> list[SourceFile]:
        """The documents that `reference` holds at `place`, and those elsewhere that the work tree no longer has.

        The latter may have moved to `place`: without them, what they held would look new. `place` is an absolute path.
        A branch is read as it was when HEAD left it.

        Raises:
            SourceUnreadable: the reference is unknown here, or git itself failed.
        """
        commit = self.left_at(reference) or self._resolve(reference)
        listed = _git(self.root, "ls-tree", "-r", "-z", "--full-tree", commit).decode("utf-8", "surrogateescape")
        objects: dict[str, str] = {}
        for entry in listed.split("\0"):
            facts, _, name = entry.partition("\t")
            if facts.startswith(REGULAR_FILE) and is_document(name) and self._is_wanted(name, place):
                objects[name] = facts.split()[2]
        return self._read(objects)

    def left_at(self, reference: str) -> str | None:
        """The commit at which HEAD left a branch that has moved on since; None for everything else.

        What the branch has gained since then is not missing here. A tag or a commit is taken as it is, and so is a
        branch of which a shallow clone does not show where they parted.

        Raises:
            SourceUnreadable: the reference is unknown here.
        """
        tip = self._resolve(reference)
        named = _answer(
            self.root, "rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options", reference
        )
        if not named.decode().startswith(BRANCHES):
            return None
        base = _answer(self.root, "merge-base", tip, "HEAD").decode().strip()
        return base if base and base != tip else None

    def _is_wanted(self, name: str, place: Path) -> bool:
        path = self.root / name
        return path.is_relative_to(place) or not path.exists()

    def _resolve(self, reference: str) -> str:
        wanted = f"{reference}^{{commit}}"
        found = _answer(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        if not found and self.commit() is None:
            raise SourceUnreadable(
                f"{self.root} has no commit yet: commit the documents first; `bindery lint` needs none"
            )
        if not found:
            raise SourceUnreadable(
                f"the git reference {reference!r} is unknown in {self.root}: "
                "fetch it first (a shallow clone holds one commit only), or name another"
            )
        return found.decode().strip()

    def _read(self, objects: dict[str, str]) -> list[SourceFile]:
        """The texts of objects, from one process: one for each document would take longer than to read them."""
        names = sorted(objects)
        rest = _git(self.root, "cat-file", "--batch", text="".join(f"{objects[name]}\n" for name in names).encode())
        files = []
        for name in names:
            head, _, rest = rest.partition(b"\n")
            size = int(head.split()[2])
            files.append(SourceFile(path=name, text=rest[: min(size, MAX_READ_BYTES)]))
            rest = rest[size + 1 :]
        return [file for file in files if file.is_document]


def find_repository(place: Path) -> Repository | None:
    """The git repository around a place, or None.

    Raises:
        SourceUnreadable: there may be one, and git refuses to say (its owner is somebody else, for example).
    """
    start = place if place.is_dir() else place.parent
    done = _run(start, "rev-parse", "--show-toplevel")
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode and NO_REPOSITORY not in said:
        raise SourceUnreadable(f"git does not say what repository {place} belongs to: {said}")
    return None if done.returncode else Repository(root=Path(done.stdout.decode().strip()).resolve())


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


def _answer(folder: Path, *arguments: str) -> bytes:
    """What git prints; nothing where it has no answer."""
    done = _run(folder, *arguments)
    return b"" if done.returncode else done.stdout


def _git(folder: Path, *arguments: str, text: bytes = b"") -> bytes:
    done = _run(folder, *arguments, text=text)
    if done.returncode:
        raise SourceUnreadable(f"git {arguments[0]} failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def _run(folder: Path, *arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in HOOK_VARIABLES}
    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(  # noqa: S603 - no shell, and a reference can be no option after --end-of-options
            command,
            input=text,
            capture_output=True,
            check=False,
            env={**environment, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            timeout=GIT_TIMEOUT_SECONDS,
        )
    except FileNotFoundError as error:
        raise SourceUnreadable("git is not installed: install it, or compare with a directory instead") from error
    except subprocess.TimeoutExpired as error:
        raise SourceUnreadable(f"git gave no answer within {GIT_TIMEOUT_SECONDS} s") from error

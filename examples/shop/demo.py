"""A tour of Bindery: four services, one breaking edit, one harmless edit, and a registry to look at.

Everything happens in a temporary folder, with the same commands that you would type.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTS = Path(__file__).parent / "docs"
BINDERY = Path(sys.executable).with_name("bindery")
START_SECONDS = 30
TOTAL = '    "totalCents": 12990,\n'
BREAKING = ("orders.design.md", TOTAL, "")
HARMLESS = ("orders.design.md", TOTAL, TOTAL + '    "loyaltyPoints?": 120,\n')


class TourError(Exception):
    """The tour did not go as it should."""


def main() -> int:
    """Run the tour; with `--once`, or without a terminal, end instead of serving on."""
    stay = "--once" not in sys.argv and sys.stdin.isatty()
    with tempfile.TemporaryDirectory(prefix="bindery-demo-") as folder:
        shutil.copytree(DOCUMENTS, Path(folder) / "docs")
        try:
            with served(Path(folder)) as url:
                tour(Path(folder), url)
                if stay:
                    wait(url)
        except TourError as error:
            print(f"The tour stopped: {error}", file=sys.stderr)
            return 1
    return 0


def tour(folder: Path, url: str) -> None:
    """Register, break, be refused, repair, and register again."""
    say("Four services describe their events and internal APIs in design documents. Register them:")
    run(folder, url, "register", "docs")
    say("The orders team removes `totalCents` from order.created, and runs the check of its pull request:")
    edit(folder, *BREAKING)
    refusal = run(folder, url, "check", "docs", "--against", "registry", expected=1)
    if "witness" not in refusal:
        raise TourError("the refusal shows no witness")
    say("Registering it all the same is refused, and nothing is registered:")
    run(folder, url, "register", "docs", expected=1)
    shutil.copy(DOCUMENTS / BREAKING[0], folder / "docs")
    say("They put it back, and add an optional field instead:")
    edit(folder, *HARMLESS)
    run(folder, url, "register", "docs")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The URL of a registry of its own, stopped at the end."""
    environment = {**os.environ, "BINDERY_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bindery.db"}
    command = [str(BINDERY), "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own
        try:
            line = server.stdout.readline() if server.stdout else ""
            if "http://" not in line:
                raise TourError(f"the registry did not start: {line}")
            yield line.split()[-1]
        finally:
            server.terminate()


def run(folder: Path, url: str, *arguments: str, expected: int = 0) -> str:
    """What a `bindery` command prints, shown as it is typed; it must end with the expected exit code."""
    shown(f"$ bindery {' '.join(arguments)}")
    command = [str(BINDERY), *arguments, "--source", "shop"]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=folder, env={**os.environ, "BINDERY_URL": url}, capture_output=True, text=True, check=False
    )
    shown(done.stdout + done.stderr)
    if done.returncode != expected:
        raise TourError(f"exit code {done.returncode}, expected {expected}")
    return done.stdout


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a piece of a design document, and show the difference."""
    document = folder / "docs" / name
    text = document.read_text(encoding="utf-8")
    if old not in text:
        raise TourError(f"{name} no longer holds {old!r}")
    document.write_text(text.replace(old, new, 1), encoding="utf-8")
    shown(f"docs/{name}:{text[: text.index(old)].count(chr(10)) + 1}")
    shown("".join(f"- {line}\n" for line in old.splitlines() if line not in new.splitlines()))
    shown("".join(f"+ {line}\n" for line in new.splitlines() if line not in old.splitlines()))


def wait(url: str) -> None:
    """Serve until interrupted."""
    say(f"The registry listens on {url} (try {url}/api/v1/contracts). Press Ctrl-C to end.")
    try:
        sys.stdin.read()
    except KeyboardInterrupt:
        shown("")


def say(sentence: str) -> None:
    """A line of the guide."""
    shown(f"\n# {sentence}")


def shown(text: str) -> None:
    """Text on standard output, at once."""
    if text.strip():
        print(text.rstrip("\n"), flush=True)


if __name__ == "__main__":
    sys.exit(main())

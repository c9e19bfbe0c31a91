"""Replace the release of two replicas while clients ask, and count what fails: python benchmarks/rolling.py.

The next release is a copy of this one with a migration more, which runs first. Exits with 1 if a request failed, with 2
if it cannot be measured here.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from replica_load import ask, filled_replicas, mixed_load
from replicas import ROOT, CannotMeasure, wait_until
from service_load import Found, offered

if TYPE_CHECKING:
    from replicas import Proxy, Replicas

NEXT = "next"
_MIGRATION = f'''"""A column of which the release before knows nothing."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{NEXT}", "HEAD", None, None


def upgrade() -> None:
    op.add_column("contract", sa.Column("next_release", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("contract", "next_release")
'''


def main() -> int:
    """Print what was asked and what failed, and exit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=4, help="how many ask without a pause")
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = found_while_rolling(next_release(Path(folder)), clients=parser.parse_args().clients)
    except CannotMeasure as error:
        print(f"cannot measure: {error}", file=sys.stderr)
        return 2
    print(f"reads {len(found.reads)}, registrations {len(found.writes)}, failed {found.errors}")
    return int(found.errors > 0)


def found_while_rolling(release: Path, *, clients: int) -> Found:
    """What clients found from before the migration until the next release answered everywhere.

    Raises:
        CannotMeasure: the next release does not answer at the end.
    """
    with filled_replicas() as (replicas, proxy), ThreadPoolExecutor(1) as pool:
        end = Event()
        offering = pool.submit(offered, mixed_load(replicas, proxy, clients=clients, seconds=1, end=end))
        try:
            roll(replicas, proxy, release)
        finally:
            end.set()
        answering = [json.loads(ask(port, "/version", replicas.key))["version"] for port in replicas.ports]
        if set(answering) != {NEXT}:
            raise CannotMeasure(f"these releases answer: {answering}")
        return offering.result()


def roll(replicas: Replicas, proxy: Proxy, release: Path) -> None:
    """Migrate, then replace one replica after the other, as an orchestrator does."""
    replicas.migrate(release)
    for port in replicas.ports:
        replicas.end(port)
        replicas.start(port, release)
        wait_until(lambda port=port: proxy.is_up(port), "the proxy sees the new replica")


def next_release(folder: Path) -> Path:
    """A copy of this release in a folder that has a migration more, and another name."""
    for package in ("contracts", "registry"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    settings = folder / "registry" / "settings.py"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("VERSION = _version()", f'VERSION = "{NEXT}"'), encoding="utf-8")
    versions = folder / "registry" / "storage" / "migrations" / "versions"
    texts = [file.read_text(encoding="utf-8") for file in versions.glob("*.py")]
    head = max(revision for text in texts for revision in re.findall(r'^revision = "(\w+)"', text, re.MULTILINE))
    (versions / "next_release.py").write_text(_MIGRATION.replace("HEAD", head), encoding="utf-8")
    return folder


if __name__ == "__main__":
    sys.exit(main())

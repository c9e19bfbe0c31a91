"""Starting and ending the service."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Queue

import httpx2
import pytest

from registry.app import RegistryServer, create_app, serve
from registry.errors import CannotServe
from registry.settings import Migrate, Settings
from registry.storage import Database, migrate
from tests.running_registry import register, registry_client, running_registry


def test_an_address_of_another_machine_is_told(settings: Settings) -> None:
    """An address that this machine does not have is an error that names it."""
    with pytest.raises(CannotServe, match=r"203\.0\.113\.1"):
        serve(settings.model_copy(update={"host": "203.0.113.1"}))


def test_a_taken_port_is_told(settings: Settings) -> None:
    """A port that another program listens on is an error that names it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=str(port)):
            serve(settings.model_copy(update={"port": port}))


def garbage(folder: Path) -> Path:
    """A file that is no database."""
    (folder / "garbage.db").write_text("no database " * 1000, encoding="utf-8")
    return folder / "garbage.db"


def directory(folder: Path) -> Path:
    """A directory where a file is needed."""
    (folder / "directory.db").mkdir()
    return folder / "directory.db"


def unwritable(_folder: Path) -> Path:
    """A file that cannot be made, whoever asks."""
    return Path("/proc/registry.db")


@pytest.mark.parametrize("made", [garbage, directory, unwritable])
def test_a_database_that_cannot_be_used_is_told(tmp_path: Path, made: Callable[[Path], Path]) -> None:
    """Whoever starts the service gets an error that names the database, before anything is served."""
    file = made(tmp_path)
    with pytest.raises(CannotServe, match=file.name):
        serve(Settings.of_sqlite_file(file))


def test_what_is_no_url_of_a_broker_is_told(settings: Settings) -> None:
    """The start is refused with the name of the setting, not with a traceback of the server's own start."""
    with pytest.raises(CannotServe, match="BINDERY_AMQP_URL"):
        serve(settings.model_copy(update={"amqp_url": ""}))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_the_address_is_told_once_it_answers(settings: Settings, host: str) -> None:
    """Whoever starts the service gets a URL that works."""
    told: Queue[str] = Queue()
    server = RegistryServer(settings.model_copy(update={"host": host}), on_start=told.put)
    thread = threading.Thread(target=server.answer_requests)
    thread.start()
    try:
        assert httpx2.get(f"{told.get(timeout=30)}/readyz").status_code == 200
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def test_small_answers_are_sent_at_once(tmp_path: Path) -> None:
    """Twenty answers on one connection take no delayed acknowledgement (40 ms each) of the network."""
    with running_registry(tmp_path) as url, httpx2.Client(base_url=url) as client:
        client.get("/healthz")
        times = []
        for _ in range(20):
            begun = time.monotonic()
            client.get("/healthz")
            times.append(time.monotonic() - begun)
    assert sorted(times)[10] < 0.03


SERVER = """
import sys
from pathlib import Path
from registry.app import serve
from registry.settings import Migrate, Settings

if __name__ == "__main__":
    settings = Settings.of_sqlite_file(Path(sys.argv[1])).model_copy(update={"shutdown_seconds": 1})
    serve(settings, on_start=lambda url: print(url, flush=True))
    print("ended", flush=True)
"""
UNFINISHED = b"""POST /api/v1/compatibility HTTP/1.1\r
Host: 127.0.0.1\r
Content-Type: application/json\r
Content-Length: 100\r
Expect: 100-continue\r
\r
"""


def started(folder: Path, program: str) -> subprocess.Popen[str]:
    """A program that serves a registry with a database in this folder."""
    script = folder / "server.py"
    script.write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, str(script), str(folder / "registry.db")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_interrupt_ends_in_order(tmp_path: Path) -> None:
    """Ctrl+C lets `serve` return: no traceback, exit code 0, and no worker left behind."""
    with started(tmp_path, SERVER) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        question = {"writer": {"type": "string"}, "reader": {"type": "number"}}
        assert httpx2.post(f"{url}/api/v1/compatibility", json=question, timeout=60).status_code == 200
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)
    assert (process.returncode, out, errors) == (0, "ended\n", "")


def test_a_request_that_outlasts_the_end_is_told(tmp_path: Path) -> None:
    """A request that is cut off when the service is terminated is asked to come again, and leaves no traceback."""
    with started(tmp_path, SERVER) as process:
        assert process.stdout is not None
        address = httpx2.URL(process.stdout.readline().strip())
        with socket.create_connection((address.host, address.port), timeout=60) as connection:
            connection.sendall(UNFINISHED)
            begun = connection.recv(100)  # the request is being answered, and waits for its body
            process.send_signal(signal.SIGTERM)
            answer = b"".join(iter(lambda: connection.recv(10_000), b""))
        _, errors = process.communicate(timeout=30)
    head, body = answer.split(b"\r\n\r\n", 1)
    assert begun.startswith(b"HTTP/1.1 100 ")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert b"application/problem+json" in head
    assert json.loads(body)["code"] == "shutting-down"
    assert "Traceback" not in errors
    assert len(errors.splitlines()) <= 1


def test_a_request_in_flight_is_finished(tmp_path: Path) -> None:
    """Who is told to end takes no new connections, answers what it has begun, and ends at once."""
    body = b'{"writer": {}, "reader": {}}'.ljust(100)
    with started(tmp_path, SERVER.replace('"shutdown_seconds": 1', '"shutdown_seconds": 60')) as process:
        assert process.stdout is not None
        address = httpx2.URL(process.stdout.readline().strip())
        with socket.create_connection((address.host, address.port), timeout=60) as connection:
            connection.sendall(UNFINISHED)
            connection.recv(100)  # the request is being answered, and waits for its body
            process.send_signal(signal.SIGTERM)
            while is_listening(address):
                pass
            connection.sendall(body)
            answer = b"".join(iter(lambda: connection.recv(10_000), b""))
        _, errors = process.communicate(timeout=30)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"compatible"' in answer
    assert "Traceback" not in errors


def is_listening(address: httpx2.URL) -> bool:
    """Whether anybody takes connections there."""
    try:
        socket.create_connection((address.host, address.port), timeout=60).close()
    except OSError:
        return False
    return True


def test_a_new_file_is_migrated_at_start(tmp_path: Path) -> None:
    """The embedded default needs no other command: the first start makes the tables."""
    with running_registry(tmp_path) as url:
        assert httpx2.get(f"{url}/readyz").status_code == 200


@pytest.mark.postgres
def test_a_server_database_is_migrated_by_its_own_command(postgres_url: str) -> None:
    """Replicas on PostgreSQL do not migrate by themselves; they are not ready until it is done."""

    async def migrate_it() -> None:
        database = Database(postgres_url)
        await migrate(database)
        await database.close()

    with registry_client(Settings(database_url=postgres_url)) as client:
        before = client.get("/readyz").json()
        asyncio.run(migrate_it())
        after = client.get("/readyz").json()
        registered = register(client, {"docs/empty.md": "# Nothing\n"})
    assert (before["code"], after, registered.status_code) == ("database-behind", {"status": "ready"}, 200)


@pytest.mark.postgres
def test_a_server_database_is_migrated_at_start_where_that_is_wanted(postgres_url: str) -> None:
    """With BINDERY_MIGRATE=auto two replicas that start at once are both ready, without another command."""
    settings = Settings(database_url=postgres_url, migrate=Migrate.AUTO)
    with registry_client(settings) as one, registry_client(settings) as other:
        assert [client.get("/readyz").json() for client in (one, other)] == [{"status": "ready"}] * 2


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`BINDERY_*` variables are read when the application is created without settings."""
    monkeypatch.setenv("BINDERY_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'named.db'}")
    monkeypatch.setenv("BINDERY_MAX_BODY_BYTES", "4096")
    app = create_app()
    assert app.state.context.settings.database_url.endswith("named.db")
    assert app.max_body_size == 4096


def test_settings_do_not_change() -> None:
    """What was read at start stays what it was."""
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1

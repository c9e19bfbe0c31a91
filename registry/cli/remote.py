"""Commands that ask a registry over HTTP."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.reports import extract_report
from registry.cli.documents import read_documents
from registry.cli.exits import Exit, has_errors, stop
from registry.sources import RegistryUnreachable, RemoteRefusal, RemoteRegistry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json
    from registry.sources import WorkingSet

DEFAULT_URL = "http://127.0.0.1:8000"
Url = Annotated[str, typer.Option("--url", envvar="BINDERY_URL", help="The registry.")]
CA_FILE = "BINDERY_CA_FILE"
CLIENT_CERTIFICATE = "BINDERY_CLIENT_CERT"
CLIENT_KEY = "BINDERY_CLIENT_KEY"
TOKEN_FILE = "BINDERY_TOKEN_FILE"  # noqa: S105 - the name of a variable


def _token(given: str | None) -> str | None:
    """The token that was given, else the contents of the file that `BINDERY_TOKEN_FILE` names."""
    file = os.environ.get(TOKEN_FILE)
    if given is not None or file is None:
        return given
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise typer.BadParameter(f"{TOKEN_FILE} names a file that cannot be read: {error.strerror}") from error


Token = Annotated[
    str | None,
    typer.Option(
        "--token",
        envvar="BINDERY_TOKEN",
        show_envvar=True,
        show_default=False,
        callback=_token,
        help=f"An API key or bearer token, better given by the variable, or by a file that {TOKEN_FILE} names.",
    ),
]
Source = Annotated[
    str | None, typer.Option("--source", help="The name of the documents' repository (default: its git remote).")
]


def remote_registry(*, url: str, token: str | None) -> RemoteRegistry:
    """The registry that a command asks, with the certificates that the variables name.

    Ends the command with exit 2 if one of the files cannot be used.
    """
    authority, certificate, key = (os.environ.get(name) for name in (CA_FILE, CLIENT_CERTIFICATE, CLIENT_KEY))
    if not (authority or certificate or key):
        return RemoteRegistry(url=url, token=token)
    if key and not certificate:
        stop(Exit.USAGE, f"{CLIENT_KEY} is set without {CLIENT_CERTIFICATE}: set both, or none")
    try:
        tls = ssl.create_default_context(cafile=authority)
        if certificate:
            tls.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        named = ", ".join(filter(None, (authority, certificate, key)))
        stop(Exit.USAGE, f"the certificates cannot be used ({error}): {named}")
    return RemoteRegistry(url=url, token=token, tls=tls)


def ask_for_plan(work: WorkingSet, *, url: str, token: str | None, options: Mapping[str, Json]) -> Json:
    """The registry's plan for the working set; documents that it knows and that are gone are sent as empty ones.

    Ends the command with exit 3 if the registry gives no usable answer, 4 if it refuses the caller. Documents that
    cannot be sent (they are not UTF-8) are reported as they would be by `lint`, and nothing is sent.
    """
    try:
        texts = {file.path: file.text.decode("utf-8") for file in work.files}
    except UnicodeDecodeError:
        return _unsendable(work)
    registry = remote_registry(url=url, token=token)
    try:
        texts |= dict.fromkeys(work.gone(registry.paths(work.source)), "")
        if not texts:
            stop(Exit.USAGE, f"{work.place} holds no design documents, and the registry knows none of {work.source}")
        documents = [{"path": path, "text": text} for path, text in sorted(texts.items())]
        commit = work.repository.commit() if work.repository else None
        return registry.plan({"source": work.source, "commit": commit, "documents": documents, **options})
    except RegistryUnreachable as error:
        stop(Exit.NOT_KNOWN, f"{error}. {_what_happened(error, options)}".rstrip())
    except RemoteRefusal as error:
        stop(Exit.NOT_AUTHORISED, str(error))


def _what_happened(error: RegistryUnreachable, options: Mapping[str, Json]) -> str:
    if options.get("dry_run"):
        return ""
    if error.is_untouched:
        return "Nothing was registered."
    return "It is not known whether anything was registered: run it again, registering twice changes nothing."


def _unsendable(work: WorkingSet) -> Json:
    report = extract_report(read_documents(work))
    if not has_errors(report):
        raise AssertionError("text that is not UTF-8 must be a problem")
    return {"refusal": "document-problems", "summary": {}, "results": [], "problems": report["problems"]}

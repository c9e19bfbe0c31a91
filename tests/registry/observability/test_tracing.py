"""Traces of requests."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pydantic import ValidationError

from registry.observability.tracing import trace_id_of
from registry.settings import Settings
from tests.running_registry import registry_client

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


def test_a_trace_goes_on() -> None:
    """A request that names its trace belongs to it."""
    assert trace_id_of(PARENT) == TRACE


@pytest.mark.parametrize("traceparent", [None, "", "nonsense", f"00-{'0' * 32}-b7ad6b7169203331-01", PARENT.upper()])
def test_other_requests_begin_a_trace(traceparent: str | None) -> None:
    """Each one of its own."""
    first, second = trace_id_of(traceparent), trace_id_of(traceparent)
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert first != second


@contextmanager
def collector() -> Iterator[tuple[str, Queue[tuple[str, bytes]]]]:
    """The address of an OTLP collector, and what was sent to it: paths with bodies."""
    sent: Queue[tuple[str, bytes]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent.put((self.path, self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Write nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_spans_are_sent_where_the_settings_say(settings: Settings) -> None:
    """The last of them when the service ends; they belong to the trace that the request named."""
    with collector() as (address, sent):
        with registry_client(settings.model_copy(update={"otlp_endpoint": address})) as client:
            assert client.get("/readyz", headers={"traceparent": PARENT}).status_code == 200
        path, body = sent.get(timeout=30)
    spans = [
        (span.name, span.trace_id.hex())
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    assert path == "/v1/traces"
    assert ("GET /readyz", TRACE) in spans


def test_an_endpoint_is_an_address() -> None:
    """One that is none is refused at start, and one that holds a password is as well: it would be logged."""
    for wrong in ("localhost:4318", "http://user:secret@host/", "ftp://host"):
        with pytest.raises(ValidationError):
            Settings(otlp_endpoint=wrong)

"""Traces: which one a request belongs to, and where they are sent."""

from __future__ import annotations

import re
import secrets
from importlib.util import find_spec
from typing import TYPE_CHECKING

from opentelemetry import trace

from registry.errors import CannotServe

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

SERVICE_NAME = "bindery"
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")


def trace_id_of(traceparent: str | None) -> str:
    """The trace that a request belongs to, 32 hexadecimal digits.

    It is that of the current span, else that of the request's `traceparent` (W3C Trace Context), else a new one.
    """
    span = trace.get_current_span().get_span_context()
    if span.is_valid:
        return trace.format_trace_id(span.trace_id)
    found = _TRACEPARENT.fullmatch(traceparent or "")
    return found[1] if found else secrets.token_hex(16)


def tracer_provider(endpoint: str) -> TracerProvider:
    """What sends spans to an OTLP endpoint over HTTP, in the background; must be shut down.

    Raises:
        CannotServe: the extra `otel` is not installed.
    """
    if find_spec("opentelemetry.sdk") is None or find_spec("opentelemetry.exporter") is None:
        raise CannotServe("BINDERY_OTLP_ENDPOINT is set, but the exporter is missing: install bindery-registry[otel]")
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - an extra, slow to import
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - the same
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - the same
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - the same

    # OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES, which the resource reads, say more
    provider = TracerProvider(resource=Resource.create({"service.name": SERVICE_NAME}), shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider

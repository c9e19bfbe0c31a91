"""Texts that have a format, and the names that undeclared fields are given."""

from __future__ import annotations

_SAMPLES = {
    "date": ("2024-02-29", "1999-12-31"),
    "date-time": ("2024-02-29T12:00:00Z", "1999-12-31T23:59:58.123+02:00"),
    "time": ("12:00:00Z", "23:59:58.5+02:00"),
    "duration": ("P1D", "PT1H30M"),
    "email": ("a@example.org", "john.smith@mail.example.com", '"@"@example.org'),
    "idn-email": ("a@example.org",),
    "hostname": ("example.org", "a"),
    "idn-hostname": ("example.org",),
    "ipv4": ("192.0.2.1", "10.0.0.1"),
    "ipv6": ("2001:db8::1", "::1"),
    "uri": ("https://example.org/a?b=c#d", "urn:a:b"),
    "uri-reference": ("a", "/a/b", "https://example.org/"),
    "iri": ("https://example.org/a",),
    "iri-reference": ("a", "https://example.org/"),
    "uuid": ("123e4567-e89b-12d3-a456-426614174000",),
    "uri-template": ("https://example.org/{id}", "a"),
    "json-pointer": ("/a/0", ""),
    "relative-json-pointer": ("0", "1/a"),
    "regex": ("^a+$", "a"),
}
SPARE_NAMES = ("extra", "x", "other")


def samples_of(name: str) -> tuple[str, ...]:
    """Texts of a format, as far as it is known."""
    return _SAMPLES.get(name, ())

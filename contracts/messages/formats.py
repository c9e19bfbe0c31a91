"""Values of the formats that JSON Schema names, readable ones, and one value that breaks each.

Source: JSON Schema 2020-12 validation, section 7.3. Addresses and domains are reserved for examples (RFC 2606, 5737).
"""

from __future__ import annotations

GOOD = {
    "date-time": ("2026-01-15T09:30:00Z", "2026-02-28T23:59:59+01:00", "2026-01-15T09:30:00.123Z"),
    "date": ("2026-01-15", "2028-02-29", "2026-12-31"),
    "time": ("09:30:00Z", "23:59:59+01:00", "00:00:00Z"),
    "duration": ("P1D", "PT15M", "P3Y6M4DT12H30M5S"),
    "email": ("ada@example.com", "grace.hopper@example.org", "a@b.co"),
    "idn-email": ("ada@example.com", "jürgen@example.org", "a@b.co"),
    "hostname": ("orders.example.com", "example.org", "localhost"),
    "idn-hostname": ("orders.example.com", "bücher.example", "localhost"),
    "ipv4": ("192.0.2.10", "198.51.100.7", "203.0.113.1"),
    "ipv6": ("2001:db8::10", "2001:db8:0:1::7", "::1"),
    "uri": ("https://example.com/orders/1", "urn:example:order:1", "a:b"),
    "uri-reference": ("/orders/1", "https://example.com/orders/1", "a"),
    "iri": ("https://example.com/orders/1", "https://example.com/bücher", "a:b"),
    "iri-reference": ("/orders/1", "https://example.com/bücher", "a"),
    "uri-template": ("/orders/{orderId}", "https://example.com/{resource}", "a"),
    "uuid": (
        "3f2b8c1e-5d4a-4c6b-9e7f-1a2b3c4d5e6f",
        "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "00000000-0000-0000-0000-000000000000",
    ),
    "json-pointer": ("/data/total", "/lines/0", ""),
    "relative-json-pointer": ("1/total", "0#", "0"),
    "regex": ("^[a-z]+$", "[0-9]{3}", ""),
}
BAD = {
    "uri-reference": "\\\\not a reference",
    "iri-reference": "\\\\not a reference",
    "uri-template": "/orders/{orderId",
    "regex": "^(unclosed",
    "hostname": "-not a host-",
    "idn-hostname": "-not a host-",
    "date": "2026-02-30",
}


def broken(name: str) -> str:
    """A value that does not have the format."""
    return BAD.get(name, f"not a {name}")

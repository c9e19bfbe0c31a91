"""The formats as the referee checks them.

The library that jsonschema would use for IRIs compiles a grammar for more than a second on import. An IRI is a URI in
which characters beyond ASCII stand for their percent-encoded bytes, so it is checked as one (RFC 3987, 2.2 and 3.1).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # the library has no type hints
from rfc3986_validator import validate_rfc3986  # type: ignore[import-untyped]  # the library has no type hints

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.keywords import Json

_PLANES = "".join(f"{chr(0x10000 * plane)}-{chr(0x10000 * plane + 0xFFFD)}" for plane in range(1, 15))
_BEYOND_ASCII = re.compile(f"[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}]")
# Since which draft the normative validator asserts a format.
_SINCE = {
    **dict.fromkeys(("date", "date-time", "email", "hostname", "idn-email", "ipv4", "ipv6", "regex", "time", "uri"), 4),
    **dict.fromkeys(("json-pointer", "uri-reference", "uri-template"), 6),
    **dict.fromkeys(("idn-hostname", "iri", "iri-reference", "relative-json-pointer"), 7),
    **dict.fromkeys(("duration", "uuid"), 2019),
}
_RULE_OF_FORMAT = {"iri": "URI", "iri-reference": "URI_reference"}


def formats_of(draft: int) -> frozenset[str]:
    """The formats that the normative validator asserts in a draft (4, 6, 7, 2019, 2020); all others describe only."""
    return frozenset(name for name, since in _SINCE.items() if since <= draft)


def checker_of(draft: int) -> FormatChecker:
    """The referee's checks of these formats; the library itself knows fewer of them in the early drafts."""
    checker = FormatChecker(formats=())
    known = Draft202012Validator.FORMAT_CHECKER.checkers
    checker.checkers = {name: known[name] for name in formats_of(draft) & known.keys()}
    for name in formats_of(draft) & _RULE_OF_FORMAT.keys():
        checker.checkers[name] = (_iri_check(_RULE_OF_FORMAT[name]), ())
    return checker


def _iri_check(rule: str) -> Callable[[Json], bool]:
    def is_iri(instance: Json) -> bool:
        if not isinstance(instance, str):
            return True
        return validate_rfc3986(_BEYOND_ASCII.sub("%C3%A9", instance), rule=rule) is not None

    return is_iri

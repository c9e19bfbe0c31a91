"""The formats as the referee checks them.

The library that jsonschema would use for IRIs compiles a grammar for more than a second on import. An IRI is a URI in
which characters beyond ASCII stand for their percent-encoded bytes, so it is checked as one (RFC 3987, 2.2 and 3.1).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jsonschema import FormatChecker  # type: ignore[import-untyped]  # the library has no type hints
from rfc3986_validator import validate_rfc3986  # type: ignore[import-untyped]  # the library has no type hints

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.keywords import Json

_PLANES = "".join(f"{chr(0x10000 * plane)}-{chr(0x10000 * plane + 0xFFFD)}" for plane in range(1, 15))
_BEYOND_ASCII = re.compile(f"[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}]")
_RULE_OF_FORMAT = {"iri": "URI", "iri-reference": "URI_reference"}


def with_iris(checker: FormatChecker, names: frozenset[str]) -> FormatChecker:
    """A copy of a draft's checker that knows also those of `iri` and `iri-reference` that are named."""
    extended = FormatChecker(formats=())
    extended.checkers = dict(checker.checkers)
    for name in names & _RULE_OF_FORMAT.keys():
        extended.checkers[name] = (_iri_check(_RULE_OF_FORMAT[name]), ())
    return extended


def _iri_check(rule: str) -> Callable[[Json], bool]:
    def is_iri(instance: Json) -> bool:
        if not isinstance(instance, str):
            return True
        return validate_rfc3986(_BEYOND_ASCII.sub("%C3%A9", instance), rule=rule) is not None

    return is_iri

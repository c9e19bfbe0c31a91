r"""What is known of the texts that have a format, as patterns: one that they all match, one whose matches all have it.

The normative validator decides what is sent, and it takes `000.-01-01` for a date: a proof must hold for that too. What
has a format for sure has it for both validators. Where a pattern says exactly which texts there are, it stands in both
tables. Sources: RFC 3339 (dates and times),
RFC 9562 (uuid), RFC 2673 section 3.2 (ipv4), RFC 3986 (uri), RFC 6901 (json-pointer), RFC 1123 (hostname).
"""

from __future__ import annotations

_YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"  # no engine but one knows the year 0000
_FOURTH = "(0[48]|[2468][048]|[13579][26])"
_LEAP_DAY = f"([0-9]{{2}}{_FOURTH}|{_FOURTH}00)-02-29"
_DAY = r"(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31"
_DATE = f"({_YEAR}-({_DAY})|{_LEAP_DAY})"
_HOUR, _SIXTY = "([01][0-9]|2[0-3])", "[0-5][0-9]"
# The normative validator counts with codes of characters: those just below the digits pass for some.
_DIGIT = "[*-9]"
_ANY_DATE = f"{_DIGIT}{{4}}-{_DIGIT}{{2}}-{_DIGIT}{{2}}"
_ANY_TIME = rf"{_DIGIT}{{2}}:{_DIGIT}{{2}}:{_DIGIT}{{2}}(\.[0-9]+)?([Zz]|[+-]{_DIGIT}{{2}}:{_DIGIT}{{2}})"
# Leap seconds count at some times only, and fractions of any length in some engines only.
_PLAIN_TIME = rf"{_HOUR}:{_SIXTY}:{_SIXTY}(\.[0-9]{{1,9}})?(Z|[+-]{_HOUR}:{_SIXTY})"
_HEX = "[0-9A-Fa-f]"
_UUID = f"{_HEX}{{8}}(-{_HEX}{{4}}){{3}}-{_HEX}{{12}}"
_BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"({_BYTE}\.){{3}}{_BYTE}"
_POINTER = "(/([^~/]|~[01])*)*"
_SCHEME = "[A-Za-z][A-Za-z0-9+.-]*:"
_PLAIN_URI = r"[a-z][a-z0-9]*:(//[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]{1,4})?)?(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?"
_PLAIN_REFERENCE = f"({_PLAIN_URI}|/?[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*)"
_MAIL = r"[\u0000-\u{10FFFF}]+@[\u0000-\u{10FFFF}]+"

_ALL_MATCH = {
    "date": _ANY_DATE,
    "date-time": f"{_ANY_DATE}[Tt]{_ANY_TIME}",
    "time": _ANY_TIME,
    "duration": "P[0-9YMWDTHS]+",
    "email": _MAIL,
    "idn-email": _MAIL,
    "hostname": "[A-Za-z0-9.-]{1,255}",
    "ipv4": _IPV4,
    "ipv6": "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*",
    "uri": f"{_SCHEME}[!-~]*",
    "uri-reference": "[!-~]*",
    "iri": f"{_SCHEME}[^\\u0000- ]*",
    "uuid": _UUID,
    "json-pointer": _POINTER,
    "relative-json-pointer": f"(0|[1-9][0-9]*)(#|{_POINTER})",
}
_ALL_HAVE_IT = {
    "date": _DATE,
    "date-time": f"{_DATE}T{_PLAIN_TIME}",
    "time": _PLAIN_TIME,
    "hostname": "[A-Za-z0-9]{1,15}([.-][A-Za-z0-9]{1,12}){0,4}",
    "ipv4": _IPV4,
    "uuid": _UUID,
    "json-pointer": _POINTER,
    **dict.fromkeys(("uri", "iri"), _PLAIN_URI),
    **dict.fromkeys(("uri-reference", "iri-reference"), _PLAIN_REFERENCE),
}
_WITHIN = {
    "uri": frozenset({"uri-reference", "iri", "iri-reference"}),
    "uri-reference": frozenset({"iri-reference"}),
    "iri": frozenset({"iri-reference"}),
    "email": frozenset({"idn-email"}),
}


def pattern_of_all(name: str) -> str | None:
    """A pattern that all texts of the format match, others perhaps too; None where nothing is known."""
    return f"^({_ALL_MATCH[name]})$" if name in _ALL_MATCH else None


def pattern_of_some(name: str) -> str | None:
    """A pattern of which all matches have the format, perhaps not all that have it; None where nothing is known."""
    return f"^({_ALL_HAVE_IT[name]})$" if name in _ALL_HAVE_IT else None


def is_within(name: str, other: str) -> bool:
    """Whether all texts of the format are known to have the other one."""
    return name == other or other in _WITHIN.get(name, ())

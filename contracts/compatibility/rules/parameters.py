"""Rows of the catalogue: parameters of a request and headers of a response.

Here, as for all operations, `old_writes` is the direction BACKWARD (old callers meet the new provider) and `new_writes`
is FORWARD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.rules.rule import Effect, Rule

if TYPE_CHECKING:
    from contracts.keywords import Json

_SAFE, _BREAKING = Effect.SAFE, Effect.BREAKING
_TEXT, _LIST = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
_DONE = {"200": {"application/json": {"type": "object"}}}


def _called(place: str = "query", *required: str, **parameters: Json) -> dict[str, Json]:
    """An operation with these parameters in one place."""
    location = {"type": "object", "properties": parameters, "required": list(required)}
    return {"parameters": {"type": "object", "properties": {place: location}}, "responses": _DONE}


def _answered(*required: str, **headers: Json) -> dict[str, Json]:
    """An operation whose 200 has these headers."""
    return {
        "responses": _DONE,
        "response_headers": {"200": {"type": "object", "properties": headers, "required": list(required)}},
    }


_NONE, _OPTIONAL, _REQUIRED = _called(), _called(limit=_TEXT), _called("query", "limit", limit=_TEXT)
_BARE, _MAYBE, _ALWAYS = _answered(), _answered(etag=_TEXT), _answered("etag", etag=_TEXT)
_LISTED = _called(ids=_LIST)
_JOINED = {**_LISTED, "styles": {"query": {"ids": {"style": "form", "explode": False}}}}

PARAMETER_RULES = (
    Rule(
        id="required-parameter-added",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} is new and required; callers of the old version do not send it.",
        fix="make {field} optional, or give it a default in the provider",
        example=(_NONE, _REQUIRED),
        counterexample=(_NONE, _OPTIONAL),
        of_operations=True,
    ),
    Rule(
        id="parameter-now-required",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} is now required; callers of the old version may leave it out.",
        fix="keep {field} optional, and give it a default in the provider",
        example=(_OPTIONAL, _REQUIRED),
        counterexample=(_REQUIRED, _OPTIONAL),
        of_operations=True,
    ),
    Rule(
        id="required-parameter-removed",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} is no longer sent, and providers of the old version require it.",
        fix="keep {field} declared until every provider does without it",
        example=(_REQUIRED, _NONE),
        counterexample=(_OPTIONAL, _NONE),
        of_operations=True,
    ),
    Rule(
        id="parameter-no-longer-required",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} may now be missing, and providers of the old version require it.",
        fix="keep sending {field} until every provider does without it",
        example=(_REQUIRED, _OPTIONAL),
        counterexample=(_OPTIONAL, _REQUIRED),
        of_operations=True,
    ),
    Rule(
        id="parameter-added",
        old_writes=_SAFE,
        new_writes=_SAFE,
        sentence="{field} is new.",
        fix="leave {field} out",
        example=(_NONE, _OPTIONAL),
        counterexample=(_OPTIONAL, _OPTIONAL),
        of_operations=True,
    ),
    Rule(
        id="parameter-removed",
        old_writes=_SAFE,
        new_writes=_SAFE,
        sentence="{field} is no longer declared; providers of the new version take no notice of it.",
        fix="keep {field} declared, if callers still use it",
        example=(_OPTIONAL, _NONE),
        counterexample=(_NONE, _OPTIONAL),
        of_operations=True,
    ),
    Rule(
        id="parameter-moved",
        old_writes=_BREAKING,
        new_writes=_BREAKING,
        sentence="{old} became {new}; where one version sends it, the other does not look for it.",
        fix="accept {old} beside {new}",
        example=(_OPTIONAL, _called("header", limit=_TEXT)),
        counterexample=(_OPTIONAL, _NONE),
        of_operations=True,
    ),
    Rule(
        id="parameter-restyled",
        old_writes=_BREAKING,
        new_writes=_BREAKING,
        sentence="{field} is now written as {new} instead of {old}; each version misreads the other.",
        fix="keep {field} written as {old}, or add a parameter with another name",
        example=(_LISTED, _JOINED),
        counterexample=(_JOINED, _JOINED),
        of_operations=True,
    ),
)

HEADER_RULES = (
    Rule(
        id="required-response-header-removed",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} is no longer sent, and callers of the old version rely on it.",
        fix="keep sending {field}",
        example=(_ALWAYS, _BARE),
        counterexample=(_MAYBE, _BARE),
        of_operations=True,
    ),
    Rule(
        id="response-header-no-longer-required",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} may now be missing, and callers of the old version rely on it.",
        fix="keep sending {field} with every answer",
        example=(_ALWAYS, _MAYBE),
        counterexample=(_MAYBE, _MAYBE),
        of_operations=True,
    ),
    Rule(
        id="required-response-header-added",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} is now always sent; providers of the old version do not promise it.",
        fix="let callers do without {field} until every provider sends it",
        example=(_BARE, _ALWAYS),
        counterexample=(_BARE, _MAYBE),
        of_operations=True,
    ),
    Rule(
        id="response-header-removed",
        old_writes=_SAFE,
        new_writes=_SAFE,
        sentence="{field} is no longer declared; callers could not rely on it.",
        fix="keep {field} declared, if callers still use it",
        example=(_MAYBE, _BARE),
        counterexample=(_BARE, _MAYBE),
        of_operations=True,
    ),
    Rule(
        id="response-header-added",
        old_writes=_SAFE,
        new_writes=_SAFE,
        sentence="{field} is new.",
        fix="leave {field} out",
        example=(_BARE, _MAYBE),
        counterexample=(_MAYBE, _MAYBE),
        of_operations=True,
    ),
)

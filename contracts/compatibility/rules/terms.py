"""Rows of the catalogue: credentials of an operation, and where it is served.

Here, as for all operations, `old_writes` is the direction BACKWARD (old callers meet the new provider) and `new_writes`
is FORWARD.
"""

from __future__ import annotations

from contracts.compatibility.rules.rule import Effect, Rule

_SAFE, _BREAKING = Effect.SAFE, Effect.BREAKING
_OPEN = {"responses": {"200": {"application/json": {"type": "object"}}}}
_TOKEN = {**_OPEN, "security": [{"http bearer": []}]}
_READ = {**_OPEN, "security": [{"oauth2": ["read"]}]}
_WRITE = {**_OPEN, "security": [{"oauth2": ["read", "write"]}]}
_EITHER = {**_OPEN, "security": [{"http bearer": []}, {"apiKey header x-api-key": []}]}
_FIRST, _SECOND = {**_OPEN, "base_paths": ["/v1"]}, {**_OPEN, "base_paths": ["/v2"]}
_BOTH = {**_OPEN, "base_paths": ["/v1", "/v2"]}

TERM_RULES = (
    Rule(
        id="authentication-added",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="the operation now asks for {new}; callers of the old version send no credentials.",
        fix="let callers in without credentials until all of them send some",
        example=(_OPEN, _TOKEN),
        counterexample=(_TOKEN, _TOKEN),
        of_operations=True,
    ),
    Rule(
        id="authentication-removed",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="the operation no longer asks for {old}; providers of the old version do.",
        fix="keep asking for credentials until every provider does without them",
        example=(_TOKEN, _OPEN),
        counterexample=(_OPEN, _OPEN),
        of_operations=True,
    ),
    Rule(
        id="scope-added",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="the operation now asks for {new}; callers of the old version have {old}.",
        fix="ask for no scope that callers were not given",
        example=(_READ, _WRITE),
        counterexample=(_WRITE, _READ),
        of_operations=True,
    ),
    Rule(
        id="scope-removed",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="the operation now asks for {new} only; providers of the old version ask for {old}.",
        fix="keep asking for {old} until every provider is content with less",
        example=(_WRITE, _READ),
        counterexample=(_READ, _WRITE),
        of_operations=True,
    ),
    Rule(
        id="credentials-refused",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="the operation no longer lets callers in with {old}.",
        fix="keep accepting {old}",
        example=(_EITHER, _TOKEN),
        counterexample=(_TOKEN, _EITHER),
        of_operations=True,
    ),
    Rule(
        id="credentials-accepted",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="the operation now lets callers in with {new} too, which providers of the old version do not.",
        fix="let callers use {new} once every provider accepts it",
        example=(_TOKEN, _EITHER),
        counterexample=(_EITHER, _TOKEN),
        of_operations=True,
    ),
    Rule(
        id="base-path-changed",
        old_writes=_BREAKING,
        new_writes=_BREAKING,
        sentence="the operation is no longer served under {old}, but under {new}.",
        fix="keep serving it under {old} too",
        example=(_FIRST, _SECOND),
        counterexample=(_FIRST, _BOTH),
        of_operations=True,
    ),
    Rule(
        id="base-path-added",
        old_writes=_SAFE,
        new_writes=_SAFE,
        sentence="the operation is now served under {new} too.",
        fix="serve it under {old} only",
        example=(_FIRST, _BOTH),
        counterexample=(_BOTH, _BOTH),
        of_operations=True,
    ),
)

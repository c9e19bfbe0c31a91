"""Rows of the catalogue: parts of an operation that only one version has.

Here `old_writes` is the direction BACKWARD (old callers meet the new provider) and `new_writes` is FORWARD.
"""

from __future__ import annotations

from contracts.compatibility.rules.rule import Effect, Rule

_BODY = {"request": {"type": "object"}}
_CREATED = {"responses": {"201": {"application/json": {"type": "object"}}}}
_ACCEPTED = {"responses": {"202": {"application/json": {"type": "object"}}, **_CREATED["responses"]}}

OPERATION_RULES = (
    Rule(
        id="request-body-added",
        old_writes=Effect.BREAKING,
        new_writes=Effect.SAFE,
        sentence="the operation now expects a request body; callers of the old version send none.",
        fix="accept requests without a body, or add a new operation",
        example=(_CREATED, {**_BODY, **_CREATED}),
        counterexample=({**_BODY, **_CREATED}, _CREATED),
        of_operations=True,
    ),
    Rule(
        id="request-body-removed",
        old_writes=Effect.SAFE,
        new_writes=Effect.BREAKING,
        sentence="the operation no longer describes a request body; providers of the old version expect one.",
        fix="keep sending the request body",
        example=({**_BODY, **_CREATED}, _CREATED),
        counterexample=(_CREATED, {**_BODY, **_CREATED}),
        of_operations=True,
    ),
    Rule(
        id="response-added",
        old_writes=Effect.SAFE,
        new_writes=Effect.SAFE,
        sentence="the operation can now answer with `{new}`.",
        fix="answer with the statuses and media types that callers know",
        example=(_CREATED, _ACCEPTED),
        counterexample=(_ACCEPTED, _CREATED),
        of_operations=True,
    ),
    Rule(
        id="response-removed",
        old_writes=Effect.BREAKING,
        new_writes=Effect.SAFE,
        sentence="the operation no longer answers with `{old}`, which callers of the old version rely on.",
        fix="keep answering with `{old}`, or add a new operation",
        example=(_ACCEPTED, _CREATED),
        counterexample=(_CREATED, _ACCEPTED),
        of_operations=True,
    ),
    Rule(
        id="error-response-removed",
        old_writes=Effect.SAFE,
        new_writes=Effect.SAFE,
        sentence="the operation no longer answers with the error `{old}`.",
        fix="keep `{old}` described, if callers still handle it",
        example=({"responses": {"404": {"application/json": {}}, **_CREATED["responses"]}}, _CREATED),
        counterexample=(_CREATED, _CREATED),
        of_operations=True,
    ),
)

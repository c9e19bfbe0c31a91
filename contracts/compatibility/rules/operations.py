"""Rows of the catalogue: bodies of an operation that only one version has, or requires.

Here `old_writes` is the direction BACKWARD (old callers meet the new provider) and `new_writes` is FORWARD.
"""

from __future__ import annotations

from contracts.compatibility.rules.rule import Effect, Rule

_BODY = {"request": {"type": "object"}}
_CREATED = {"responses": {"201": {"application/json": {"type": "object"}}}}
_ACCEPTED = {"responses": {"202": {"application/json": {"type": "object"}}, **_CREATED["responses"]}}
_MAYBE_BODY = {**_BODY, "request_required": False, **_CREATED}
_TABLE = {"requests": {"text/csv": {"type": "string"}}}
_CREATED_OR_TABLE = {"responses": {"201": {**_CREATED["responses"]["201"], "text/csv": {"type": "string"}}}}

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
    Rule(
        id="optional-request-body-added",
        old_writes=Effect.SAFE,
        new_writes=Effect.SAFE,
        sentence="the operation now takes a request body, which callers may leave out.",
        fix="take no request body",
        example=(_CREATED, _MAYBE_BODY),
        counterexample=(_CREATED, {**_BODY, **_CREATED}),
        of_operations=True,
    ),
    Rule(
        id="optional-request-body-removed",
        old_writes=Effect.SAFE,
        new_writes=Effect.SAFE,
        sentence="the operation no longer describes a request body, which callers could leave out.",
        fix="keep describing the request body, if callers still send it",
        example=(_MAYBE_BODY, _CREATED),
        counterexample=({**_BODY, **_CREATED}, _CREATED),
        of_operations=True,
    ),
    Rule(
        id="request-body-now-required",
        old_writes=Effect.BREAKING,
        new_writes=Effect.SAFE,
        sentence="the request body is now required; callers of the old version may send none.",
        fix="keep accepting requests without a body",
        example=(_MAYBE_BODY, {**_BODY, **_CREATED}),
        counterexample=({**_BODY, **_CREATED}, _MAYBE_BODY),
        of_operations=True,
    ),
    Rule(
        id="request-body-no-longer-required",
        old_writes=Effect.SAFE,
        new_writes=Effect.BREAKING,
        sentence="the request body may now be left out; providers of the old version require it.",
        fix="keep sending the request body until every provider does without it",
        example=({**_BODY, **_CREATED}, _MAYBE_BODY),
        counterexample=(_MAYBE_BODY, {**_BODY, **_CREATED}),
        of_operations=True,
    ),
    Rule(
        id="request-media-type-removed",
        old_writes=Effect.BREAKING,
        new_writes=Effect.SAFE,
        sentence="the operation no longer takes request bodies of type `{old}`.",
        fix="keep taking `{old}`",
        example=({**_BODY, **_TABLE, **_CREATED}, {**_BODY, **_CREATED}),
        counterexample=({**_BODY, **_CREATED}, {**_BODY, **_TABLE, **_CREATED}),
        of_operations=True,
    ),
    Rule(
        id="request-media-type-added",
        old_writes=Effect.SAFE,
        new_writes=Effect.BREAKING,
        sentence="the operation now takes request bodies of type `{new}`, which providers of the old version do not.",
        fix="let callers send `{new}` once every provider takes it",
        example=({**_BODY, **_CREATED}, {**_BODY, **_TABLE, **_CREATED}),
        counterexample=({**_BODY, **_TABLE, **_CREATED}, {**_BODY, **_CREATED}),
        of_operations=True,
    ),
    Rule(
        id="response-media-type-removed",
        old_writes=Effect.BREAKING,
        new_writes=Effect.SAFE,
        sentence="the operation no longer answers with `{old}`, which callers of the old version may ask for.",
        fix="keep answering with `{old}`",
        example=(_CREATED_OR_TABLE, _CREATED),
        counterexample=(_CREATED, _CREATED_OR_TABLE),
        of_operations=True,
    ),
    Rule(
        id="response-media-type-added",
        old_writes=Effect.SAFE,
        new_writes=Effect.SAFE,
        sentence="the operation can now answer with `{new}` too.",
        fix="answer with the media types that callers know",
        example=(_CREATED, _CREATED_OR_TABLE),
        counterexample=(_CREATED_OR_TABLE, _CREATED),
        of_operations=True,
    ),
)

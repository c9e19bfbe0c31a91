"""Validators: compile a schema once, then ask.

`normative` is the one whose answer counts (jsonschema-rs), `referee` is an independent second opinion (jsonschema with
the patterns and numbers of the specification), `drafts` names the dialects.
"""

from contracts.validation.drafts import Draft, draft_of
from contracts.validation.normative import Rejection, Validator, check_schema
from contracts.validation.referee import Referee

__all__ = ["Draft", "Referee", "Rejection", "Validator", "check_schema", "draft_of"]

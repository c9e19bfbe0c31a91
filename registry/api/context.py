"""What every route gets: the parts that `create_app` put together."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from contracts.compatibility import Prove
from contracts.model import Policy
from registry.services.proof_budget import ProofBudget
from registry.services.schema_cache import SchemaCache
from registry.settings import Settings
from registry.storage import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The parts of one running service."""

    settings: Settings
    database: Database
    prove: Prove
    policy: Policy = field(default_factory=Policy)
    schemas: SchemaCache = field(default_factory=SchemaCache)

    def budgeted_prove(self) -> Prove:
        """`prove` for the questions of one request."""
        return ProofBudget(self.prove, seconds=self.settings.request_proof_seconds)


def context_of(request: Request) -> Context:
    """The context of the application that answers this request."""
    found: Context = request.app.state.context
    return found


Here = Annotated[Context, Depends(context_of)]

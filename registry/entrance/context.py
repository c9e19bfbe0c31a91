"""What every route gets: the parts that `create_app` put together."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from contracts.model import Policy
from registry.auth.rate_limits import RateLimiter
from registry.auth.sessions import SessionSigner
from registry.entrance.held_answers import HeldAnswers
from registry.observability.metrics import Metrics
from registry.services.authentication import Authenticator
from registry.services.remembered_cases import RememberedCases
from registry.services.remembered_proofs import RememberedProofs
from registry.services.work import RequestWork
from registry.settings import Settings
from registry.storage import Database
from registry.workers import ProofPool


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The parts of one running service."""

    settings: Settings
    database: Database
    pool: ProofPool
    authenticator: Authenticator
    limiter: RateLimiter
    sign_in_limiter: RateLimiter
    sessions: SessionSigner
    metrics: Metrics
    policy: Policy = field(default_factory=Policy)
    answers: HeldAnswers = field(default_factory=HeldAnswers)
    proofs: RememberedProofs = field(default_factory=RememberedProofs)
    cases: RememberedCases = field(default_factory=RememberedCases)

    def work(self) -> RequestWork:
        """What worker processes do for one request."""
        return RequestWork(self.pool, self.settings, self.metrics, remembered=self.cases)


def context_of(request: Request) -> Context:
    """The context of the application that answers this request."""
    found: Context = request.app.state.context
    return found


Here = Annotated[Context, Depends(context_of)]

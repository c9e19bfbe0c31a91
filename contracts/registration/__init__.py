"""The one engine: what registering these design documents would do.

`check` prints the plan, `register` commits it, the web pages preview it, drift is the plan against the registry.
"""

from contracts.registration.declarations import collect_declarations
from contracts.registration.judgement import compare_with_versions
from contracts.registration.outcomes import Request
from contracts.registration.plan import (
    Plan,
    PlannedContract,
    PlanOutcome,
    Registered,
    RegisteredContract,
    RegisteredParty,
)
from contracts.registration.planning import plan_registration
from contracts.registration.registering import registered_after, registered_baseline

__all__ = [
    "Plan",
    "PlanOutcome",
    "PlannedContract",
    "Registered",
    "RegisteredContract",
    "RegisteredParty",
    "Request",
    "collect_declarations",
    "compare_with_versions",
    "plan_registration",
    "registered_after",
    "registered_baseline",
]

"""Which policy judges a new version, against which versions, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contracts.compatibility import check_contracts
from contracts.compatibility.verdict import Outcome
from contracts.keywords import without_formats
from contracts.model import ContentModel, Formats, Policy
from contracts.registration.plan import PlanOutcome

if TYPE_CHECKING:
    from contracts.compatibility import Prove
    from contracts.compatibility.verdict import Check, Comparison
    from contracts.model import ContractVersion, Definition, Kind
    from contracts.registration.plan import RegisteredContract


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The answers for one new definition against the versions that its policy looks at, newest first."""

    outcome: PlanOutcome
    checks: tuple[Check, ...]


OUTCOMES = {
    Outcome.COMPATIBLE: PlanOutcome.COMPATIBLE,
    Outcome.INCOMPATIBLE: PlanOutcome.INCOMPATIBLE,
    Outcome.UNDECIDED: PlanOutcome.UNDECIDED,
    Outcome.COULD_NOT_CHECK: PlanOutcome.COULD_NOT_CHECK,
}
WORST_FIRST = (Outcome.INCOMPATIBLE, Outcome.COULD_NOT_CHECK, Outcome.UNDECIDED, Outcome.COMPATIBLE)


def judge(new: Definition, registered: RegisteredContract, policy: Policy, prove: Prove) -> Judgement:
    """What the new definition means to the registered versions under this policy."""
    comparisons = compare_with_versions(new, registered, policy, prove)
    found = {comparison.outcome for comparison in comparisons}
    worst = next((outcome for outcome in WORST_FIRST if outcome in found), Outcome.COMPATIBLE)
    checks = tuple(check for comparison in comparisons for check in comparison.checks)
    return Judgement(outcome=OUTCOMES[worst], checks=checks)


def compare_with_versions(
    new: Definition, registered: RegisteredContract, policy: Policy, prove: Prove
) -> list[Comparison]:
    """The new definition compared with each registered version that this policy looks at, newest first."""
    return [
        check_contracts(
            _as_enforced(version.definition, registered.policy, policy),
            new,
            policy,
            old_number=version.number,
            prove=prove,
            key=registered.key,
        )
        for version in versions_to_judge(registered, policy, new.kind)
    ]


def _as_enforced(old: Definition, previous: Policy, judging: Policy) -> Definition:
    """The old definition in the words of the policy that judges: where formats only described, none was promised."""
    if (previous.formats, judging.formats) != (Formats.ANNOTATE, Formats.ASSERT):
        return old
    return replace(old, parts=tuple(part.with_schema(without_formats(part.schema)) for part in old.parts))


def versions_to_judge(registered: RegisteredContract, policy: Policy, kind: Kind) -> list[ContractVersion]:
    """The versions that a new one is compared with, newest first.

    An accepted break ends the look back: what it broke is broken, and must not refuse every revision from then on.
    """
    versions = [version for version in reversed(registered.versions) if not version.is_deprecated]
    breaks = [place for place, version in enumerate(versions) if version.is_break]
    since_break = versions[: breaks[0] + 1] if breaks else versions
    return since_break if policy.mode_for(kind).is_transitive else since_break[:1]


def judging_policy(previous: Policy, declared: Policy, kind: Kind) -> Policy:
    """The declared policy, and what the previous one refuses beyond it: a revision cannot excuse itself.

    Both modes count. With the previous one alone, going from BACKWARD to FORWARD would let pass what FORWARD refuses.
    """
    loosens_content = (previous.content_model, declared.content_model) == (
        ContentModel.OPEN,
        ContentModel.CLOSED_WRITER,
    )
    loosens_formats = (previous.formats, declared.formats) == (Formats.ASSERT, Formats.ANNOTATE)
    return Policy(
        mode=declared.mode_for(kind).joined_with(previous.mode_for(kind)),
        content_model=previous.content_model if loosens_content else declared.content_model,
        formats=previous.formats if loosens_formats else declared.formats,
        allow_undecided=previous.allow_undecided and declared.allow_undecided,
    )


def demands_more(previous: Policy, declared: Policy) -> bool:
    """Whether a schema that stayed the same is refused more now: its formats count, or undeclared fields may come."""
    formats = (previous.formats, declared.formats) == (Formats.ANNOTATE, Formats.ASSERT)
    content = (previous.content_model, declared.content_model) == (ContentModel.CLOSED_WRITER, ContentModel.OPEN)
    return formats or content

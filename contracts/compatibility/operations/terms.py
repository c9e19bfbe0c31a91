"""What differs between the terms of two versions: facts that are judged by their rule, there is nothing to prove."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contracts.compatibility.changes.place import Place, change
from contracts.compatibility.changes.presence import fact_verdict
from contracts.compatibility.operations.pairing import PARAMETERS, is_answered
from contracts.compatibility.operations.renaming import field_words, reworded
from contracts.compatibility.verdict import Check, Outcome, Verdict
from contracts.keywords import steps
from contracts.model import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.compatibility.verdict import Change
    from contracts.keywords import Json
    from contracts.model import Alternative, Definition, Terms

WHOLE = "operation"
_EXPLODED = frozenset({"query", "cookie"})
_ERRORS = ("4", "5", "d")  # of the statuses `404`, `5XX` and `default`


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A change that its rule judges, in the part that it concerns; `message` shows it in short."""

    part: str
    change: Change
    message: Json


def term_facts(old: Definition, new: Definition) -> tuple[Fact, ...]:
    """Every difference between the terms of two definitions, and the statuses without a body that are gone."""
    return (
        *_security_facts(old.terms, new.terms),
        *_base_path_facts(old.terms, new.terms),
        *_body_facts(old, new),
        *_style_facts(old, new),
        *_status_facts(old, new),
    )


def move_facts(changes: Iterable[Change]) -> tuple[Fact, ...]:
    """The parameters that moved: an optional one that is sent where nobody looks breaks no schema, but its caller."""
    moves = (item for item in changes if item.rule == "parameter-moved")
    return tuple(
        Fact(part=PARAMETERS, change=move, message=_parameter_message(steps(move.old_pointer or ""))) for move in moves
    )


def _parameter_message(path: tuple[str, ...]) -> Json:
    return {"parameter": path[-1], "in": path[1]}


def with_facts(checks: list[Check], facts: tuple[Fact, ...]) -> list[Check]:
    """The checks with the facts of their parts; a part that only facts speak of gets checks of its own."""
    asked = {check.part for check in checks}
    parts = dict.fromkeys(fact.part for fact in facts if fact.part not in asked)
    added = [
        Check(direction=direction, part=part, verdict=Verdict(outcome=Outcome.COMPATIBLE), is_blocking=False)
        for part in parts
        for direction in Direction
    ]
    return [_with_facts(check, [fact for fact in facts if fact.part == check.part]) for check in (*checks, *added)]


def _with_facts(check: Check, facts: list[Fact]) -> Check:
    """A fact that breaks outweighs everything but a witness that was found without it."""
    for fact in facts:
        verdict = fact_verdict(fact.change, check.direction, fact.message)
        if verdict.outcome is Outcome.COMPATIBLE:
            continue
        if check.verdict.outcome is Outcome.INCOMPATIBLE:
            check = replace(check, changes=tuple(dict.fromkeys((*check.changes, fact.change))))
        else:
            check = replace(check, verdict=verdict, changes=(fact.change, *check.changes))
    return check


def _security_facts(old: Terms, new: Terms) -> Iterator[Fact]:
    before, after = (terms.security or ({},) for terms in (old, new))
    for lost in _not_served(before, after):
        rule = ("authentication-added", "scope-added", "credentials-refused")[_kind_of_loss(lost, after)]
        yield _security_fact(rule, lost, lost, _nearest(lost, after))
    for lost in _not_served(after, before):
        rule = ("authentication-removed", "scope-removed", "credentials-accepted")[_kind_of_loss(lost, before)]
        yield _security_fact(rule, lost, _nearest(lost, before), lost)


def _not_served(callers: tuple[Alternative, ...], providers: tuple[Alternative, ...]) -> list[Alternative]:
    """The credentials of callers that no alternative of the provider is content with."""
    return [held for held in callers if not any(_satisfies(held, asked) for asked in providers)]


def _satisfies(held: Alternative, asked: Alternative) -> bool:
    return all(scheme in held and set(scopes) <= set(held[scheme]) for scheme, scopes in asked.items())


def _kind_of_loss(lost: Alternative, others: tuple[Alternative, ...]) -> int:
    """0: no credentials are no longer enough, 1: the same schemes with other scopes, 2: other schemes."""
    if not lost:
        return 0
    return 1 if any(other and other.keys() <= lost.keys() for other in others) else 2


def _nearest(lost: Alternative, others: tuple[Alternative, ...]) -> Alternative:
    return max(others, key=lambda other: len(other.keys() & lost.keys()))


def _security_fact(rule: str, held: Alternative, old: Alternative, new: Alternative) -> Fact:
    found = change(rule, Place(), old=_credentials(old), new=_credentials(new))
    return Fact(part=WHOLE, change=found, message={"credentials": {name: list(held[name]) for name in held}})


def _credentials(alternative: Alternative) -> str:
    """Credentials in words: `oauth2` (read, write) and `apiKey header x-key`."""
    words = [f"`{name}`" + (f" ({', '.join(scopes)})" if scopes else "") for name, scopes in alternative.items()]
    return " and ".join(words) or "no credentials"


def _base_path_facts(old: Terms, new: Terms) -> Iterator[Fact]:
    before, after = (terms.base_paths or ("",) for terms in (old, new))
    gone = [path for path in before if path not in after]
    if set(before) != set(after):
        rule = "base-path-changed" if gone else "base-path-added"
        words = {"old": _listed(gone or list(before)), "new": _listed([path for path in after if path not in before])}
        found = change(rule, Place(), old=words["old"], new=words["new"] or _listed(list(after)))
        yield Fact(part=WHOLE, change=found, message={"base_path": gone[0] if gone else before[0]})


def _listed(paths: list[str]) -> str:
    return ", ".join(f"`{path or '/'}`" for path in paths)


def _body_facts(old: Definition, new: Definition) -> Iterator[Fact]:
    bodies = [[part.name for part in side.parts if part.is_request_body] for side in (old, new)]
    if all(bodies) and old.terms.is_body_required != new.terms.is_body_required:
        rule = "request-body-now-required" if new.terms.is_body_required else "request-body-no-longer-required"
        part = next((name for name in bodies[0] if name in bodies[1]), bodies[1][0])
        yield Fact(part=part, change=change(rule, Place()), message={"request": None})


def _style_facts(old: Definition, new: Definition) -> Iterator[Fact]:
    for place, name in sorted(_parameters(old) & _parameters(new)):
        styles = [side.terms.styles.get(place, {}).get(name) or default_style(place) for side in (old, new)]
        if styles[0] != styles[1]:
            path = ("properties", place, "properties", name)
            spot = Place(old=path, new=path)
            words = [_style_words(style) for style in styles]
            found = change("parameter-restyled", spot, old=words[0], new=words[1])
            named = reworded(found.rule, found, field=field_words(path), old=words[0], new=words[1])
            yield Fact(part=PARAMETERS, change=named, message=_parameter_message(path))


def _parameters(definition: Definition) -> set[tuple[str, str]]:
    part = definition.part(PARAMETERS)
    schema = part.schema if part is not None and isinstance(part.schema, dict) else {}
    places = schema.get("properties", {})
    return {(place, name) for place, found in places.items() for name in found.get("properties", {})}


def default_style(place: str) -> dict[str, Json]:
    """How a parameter is written where nothing is said (OpenAPI 3.1.1, section 4.8.12.2)."""
    return {"style": "form", "explode": True} if place in _EXPLODED else {"style": "simple", "explode": False}


def _style_words(style: Json) -> str:
    if "content" in style:
        return f"`{style['content']}`"
    return f"`{style.get('style', 'simple')}`" + (" (exploded)" if style.get("explode") else "")


def _status_facts(old: Definition, new: Definition) -> Iterator[Fact]:
    """Statuses without a body that only one version has; those with a body are parts."""
    for status in old.terms.bodiless:
        if not is_answered(status, new):
            rule = "error-response-removed" if status[:1] in _ERRORS else "response-removed"
            found = change(rule, Place(), sides="old", old=status)
            yield Fact(part=f"response {status}", change=found, message={"response": {"status": status}})
    for status in new.terms.bodiless:
        if not is_answered(status, old):
            found = change("response-added", Place(), sides="new", new=status)
            yield Fact(part=f"response {status}", change=found, message={"response": {"status": status}})

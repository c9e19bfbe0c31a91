"""What authors say explicitly: fence info strings, `<!-- contract: ... -->` comments, front matter `contracts:`.

It beats everything that is recognised, and a word that is not known is an error, never a guess.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.documents.vocabulary.names import METHODS, Route, clean_path, name_style
from contracts.model import ContentModel, Formats, Mode, Policy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contracts.keywords import Json

_COMMENT: Final = re.compile(r"<!--\s{0,20}contract\s{0,20}:", re.IGNORECASE)
_ROLES: Final = frozenset({"schema", "example", "request", "response", "envelope"})
_FLAGS: Final = frozenset({"ignore", "planned", "deprecated", "closed", "open", "external", "internal", *_ROLES})
_KEYS: Final = frozenset(
    {
        "event",
        "version",
        "producer",
        "producers",
        "consumer",
        "consumers",
        "from",
        "to",
        "required",
        "optional",
        "mode",
        "content_model",
        "formats",
        "supersedes",
        "auth",
    }
)
_TRIGGER: Final = re.compile(r"(?:^|\s)(?:schema|example|request|response|envelope|ignore|openapi|asyncapi|event=)")
_FRONT_KEYS: Final = frozenset(
    {
        "service",
        "envelope",
        "mode",
        "content_model",
        "formats",
        "allow_undecided",
        "aliases",
        "required",
        "type_key",
        "payload_key",
    }
)
_ENVELOPE_KEYS: Final = frozenset({"type", "payload"})


class BadAnnotation(Exception):
    """An annotation that cannot be read; `str()` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What an annotation says about one block or heading; `role` is what a block is (`schema`, `request` ...)."""

    line: int
    role: str = ""
    events: tuple[str, ...] = ()
    route: Route | None = None
    status: str = ""
    producers: tuple[str, ...] = ()
    consumers: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    provider: str = ""
    version: int | None = None
    required: tuple[str, ...] | None = None
    optional: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    policy: Policy | None = None
    supersedes: str = ""
    auth: str = ""

    @property
    def speaks_of_section(self) -> bool:
        """Whether it names no contract and yet says something of one: that of the section it stands in."""
        flags = self.flags - _ROLES
        parties = (*self.producers, *self.consumers, *self.callers, self.provider)
        values = (self.version, self.required, self.policy, *self.optional, self.supersedes, self.auth, *parties)
        is_named = bool(self.events or self.route or "ignore" in flags)
        return not is_named and (bool(flags) or any(value not in (None, "") for value in values))


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What the front matter says under `contracts:`; `aliases` maps other spellings to service names."""

    service: str = ""
    envelope: str = ""
    type_key: str = ""
    payload_key: str = ""
    policy: Policy | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    infers_required: bool = True


def comment_annotation(text: str, *, line: int) -> Annotation | None:
    """The annotation in an HTML comment; None if the comment speaks of something else.

    Raises:
        BadAnnotation: it claims to be one and cannot be read.
    """
    match = _COMMENT.search(text)
    end = text.find("-->", match.end()) if match else -1
    return read_annotation(text[match.end() : end], line=line) if match and end >= 0 else None


def fence_annotation(info: str, *, line: int) -> Annotation | None:
    """The annotation in the info string of a fence; None if it is an ordinary one.

    Raises:
        BadAnnotation: it claims to be one and cannot be read.
    """
    language, _, rest = info.partition(" ")
    if not _TRIGGER.search(" " + rest) or not language:
        return None
    words = rest.split()
    if words[0] in {"openapi", "asyncapi"} or not (words[0] in _FLAGS or "=" in words[0]):
        return None
    return read_annotation(rest, line=line)


def read_annotation(text: str, *, line: int) -> Annotation:
    """What `event=order.created version=2 planned` says.

    Raises:
        BadAnnotation: an unknown word or key, or a value that the key cannot have.
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise BadAnnotation(str(error)) from error
    values, flags, route, status = _sorted_words(words)
    if not words:
        raise BadAnnotation("it says nothing")
    events = _names(values.get("event", ""))
    for name in events:
        if not name_style(name) and not re.fullmatch(r"[\w.-]+", name):
            raise BadAnnotation(f"{name!r} is no event name")
    return Annotation(
        line=line,
        role=next((word for word in words if word in _ROLES), ""),
        events=events,
        route=route,
        status=status,
        producers=_names(values.get("producer", values.get("producers", ""))),
        consumers=_names(values.get("consumers", values.get("consumer", ""))),
        callers=_names(values.get("from", "")),
        provider=values.get("to", ""),
        version=_version(values),
        required=_names(values["required"]) if "required" in values else None,
        optional=_names(values.get("optional", "")),
        flags=frozenset(flags),
        policy=_policy(values, flags),
        supersedes=values.get("supersedes", ""),
        auth=values.get("auth", ""),
    )


def _sorted_words(words: Sequence[str]) -> tuple[dict[str, str], list[str], Route | None, str]:
    values: dict[str, str] = {}
    flags: list[str] = []
    route, status = None, ""
    for index, word in enumerate(words):
        key, equals, value = word.partition("=")
        if word in METHODS and index + 1 < len(words):
            route = Route(method=word, path=clean_path(words[index + 1]))
        elif route is not None and index and words[index - 1] in METHODS:
            continue
        elif re.fullmatch(r"[1-5]\d\d", word):
            status = word
        elif equals and not value:
            raise BadAnnotation(f"{key}= has no value")
        elif equals and key in _KEYS:
            values[key] = value
        elif not equals and word in _FLAGS:
            flags.append(word)
        else:
            known = ", ".join(sorted(_KEYS if equals else _FLAGS))
            raise BadAnnotation(f"{word!r} is not known here; known are {known}")
    return values, flags, route, status


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _version(values: Mapping[str, str]) -> int | None:
    text = values.get("version")
    if text is None:
        return None
    if not re.fullmatch(r"[1-9]\d{0,8}", text):
        raise BadAnnotation(f"version={text} is no number from 1 up")
    return int(text)


def _policy(values: Mapping[str, Json], flags: Sequence[str]) -> Policy | None:
    """The policy that mode, content_model and formats declare; None if none of them is there."""
    content = "open" if "open" in flags else "closed-writer" if "closed" in flags else values.get("content_model")
    mode, formats, undecided = values.get("mode"), values.get("formats"), values.get("allow_undecided")
    if mode is None and content is None and formats is None and undecided is None:
        return None
    if undecided is not None and not isinstance(undecided, bool):
        raise BadAnnotation("allow_undecided is true or false")
    try:
        return Policy(
            mode=Mode(str(mode).upper()) if mode is not None else None,
            content_model=ContentModel(content) if content is not None else ContentModel.CLOSED_WRITER,
            formats=Formats(formats) if formats is not None else Formats.ASSERT,
            allow_undecided=bool(undecided),
        )
    except ValueError as error:
        raise BadAnnotation(str(error)) from error


def read_front_matter(front_matter: Mapping[str, Json]) -> FrontMatter:
    """What stands under `contracts:` of the front matter.

    Raises:
        BadAnnotation: an unknown key, or a value that the key cannot have.
    """
    declared = front_matter.get("contracts")
    slip = front_matter.get("contract")
    if isinstance(slip, dict) and _FRONT_KEYS & slip.keys():
        raise BadAnnotation("`contract:` is not known; write `contracts:`")
    if declared is None:
        return FrontMatter()
    if not isinstance(declared, dict):
        raise BadAnnotation("`contracts:` holds keys such as `service:`")
    _refuse_unknown(declared, _FRONT_KEYS, "contracts")
    envelope = declared.get("envelope")
    keys = envelope if isinstance(envelope, dict) else {}
    _refuse_unknown(keys, _ENVELOPE_KEYS, "envelope")
    return FrontMatter(
        service=str(declared.get("service") or ""),
        envelope=envelope if isinstance(envelope, str) else "",
        type_key=str(declared.get("type_key") or keys.get("type") or ""),
        payload_key=str(declared.get("payload_key") or keys.get("payload") or ""),
        policy=_policy(declared, ()),
        aliases=_aliases(declared.get("aliases")),
        infers_required=declared.get("required") not in (False, "none", "off"),
    )


def _refuse_unknown(said: Mapping[str, Json], known: frozenset[str], where: str) -> None:
    unknown = sorted(str(key) for key in said if key not in known)
    if unknown:
        raise BadAnnotation(f"{unknown[0]!r} is not known under {where}; known are {', '.join(sorted(known))}")


def _aliases(value: Json) -> dict[str, str]:
    """`aliases:` as `{order-service: [orders, OrderSvc]}`, turned around."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadAnnotation("`aliases:` maps a service to its other spellings")
    found: dict[str, str] = {}
    for service, spellings in value.items():
        for spelling in spellings if isinstance(spellings, list) else [spellings]:
            found[str(spelling)] = str(service)
    return found

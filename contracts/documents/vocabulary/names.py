# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""Names on the wire as documents write them: event names, and methods with paths."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from contracts.documents.text.inline import code_spans, is_placeholder, plain_text, without_parentheses
from contracts.documents.text.remembered import remembered

_FILE_ENDING: Final = re.compile(
    r"\.(?:md|json|ya?ml|tsx?|jsx?|py|java|go|sh|sql|proto|com|io|org|net|html?|txt|csv|xml|toml|env|kt|rs|rb|cs|log|png|svg|conf|ini|lock|local)$",
    re.IGNORECASE,
)
_STYLES: Final = (
    ("dot", re.compile(r"^[A-Za-z][\w-]*(?:\.[A-Za-z0-9][\w-]*)+$")),
    ("pascal", re.compile(r"^(?:I(?=[A-Z][a-z]))?[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*$")),
    # Behind an acronym: `AISSignalLost`, `KYCApproved`; `APIGateway` and `RESTful` are called so for other reasons.
    ("pascal", re.compile(r"^[A-Z]{3,}(?:[a-z0-9]+[A-Z][A-Za-z0-9]*|[a-z]+ed|(?<=S)ent)$")),
    ("upper", re.compile(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")),
    ("colon", re.compile(r"^[a-z][\w-]*(?::[a-z][\w-]*)+$")),
    ("kebab", re.compile(r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$")),
    ("snake", re.compile(r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$")),
    ("camel", re.compile(r"^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+$")),
    ("slash", re.compile(r"^[a-z][\w-]*(?:/[a-z][\w-]*)+$")),
)
_NUMBERING: Final = re.compile(r"^(?:[\dA-Z]{1,3}(?:\.\d+)*[.)]|\d+(?:\.\d+)*)[\s:]+|^[①-⑳]\s*|^§\s*[\d.]+\s*")
# A heading of a reference of code: a call, `dns.resolve(name)`, or what it is, `Class: CustomEvent`.
_CODE: Final = re.compile(
    r"\w\((?!v?\d)|^(?:static |abstract )?(?:class|method|function|property|constructor|enum|namespace|module):\s",
    re.IGNORECASE,
)
_PREFIX: Final = re.compile(
    r"^(?:event|이벤트|事件|イベント|evento|événement|olay|sự kiện|topic|message)\s*(?:\d+\s*)?[:：#-]\s*|"
    r"^(?:event|topic|message|이벤트|事件|イベント|evento|événement|olay|sự kiện)\s+"
    r"(?=`|[\w-]+\.\w|(?-i:[A-Z][a-z0-9]+[A-Z]))",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(
    r"\s+(?:events?|messages?|payload|이벤트|事件|イベント|evento|schema|event\s+schema|event\s+payload|"
    r"消息体|消息|载荷|数据|结构|페이로드|스키마|메시지|ペイロード|スキーマ|メッセージ)$",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r"\s+[—–-]{1,2}\s.*$|\s*(?::\s|：).*$|\s*:$|\s+[→⇒]\s.*$|\s+->\s.*$")
# What stands behind a name and a dash or colon, and holds an arrow: who sends it to whom, or one state after another.
ARROW_BEHIND: Final = re.compile(
    r"(?:(?:\s[—–-]{1,2}|:)\s+|：)(?P<sides>(?:(?!\s--?\s)[^→⇒➜⟶>:：—–])+(?:→|->|⇒|=>|➜|⟶).*)$", re.DOTALL
)
_DASH: Final = re.compile(r"\s[—–-]{1,2}\s|:\s|：")
_VERSION: Final = re.compile(r"[(（\[]?\b(v\d+(?:\.\d+)*)\b[^)）\]]*[)）\]]?", re.IGNORECASE)
_TRAILING_VERSION: Final = re.compile(r"\s+v\d+(?:\.\d+)*$", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"\s*(?:[,;、，·•]|<br\s*/?>|\s/\s|\s\|\s|\n|\s&\s|\sand\s|\sor\s)\s*")
_PAST: Final = re.compile(
    r"\w{2,}(?<!fe)(?<!se)(?<!spe)(?<!ne)(?<!bre)(?<!emb)(?<!hundr)ed|\w*(?:paid|withdrawn|written|broken|chosen|frozen|"
    r"failure|success|timeout|requests?|replied|reply|overdue|expiring|checkout|cancel|available)|"
    # Short ones are words of their own: `StockLow` is one, `NexusFlow` is not.
    r"(?:un|re|over|pre|with|mis)?(?:sent|lost|won|built|put|found|held|sold|bought|met|taken|given|shown|made|set|begun|"
    r"due|signup|login|logout|fail|low|down|up|left|read|seen|known|hit|ready)"
)
_QUALITY: Final = re.compile(
    r"based|driven|hosted|sourced|oriented|related|managed|recommended|distributed|detailed|nested|typed"
)
_QUALITY_NAME: Final = re.compile(r"^(?:getting|self|well)[_-]|-set-up$", re.IGNORECASE)
_PARTICLE: Final = re.compile(
    r"(?<=ed|ut)[._-]?(?:in|out|up|off|on)$", re.IGNORECASE
)  # `UserLoggedIn`, `order.checked_out`
_SHORTENED: Final = re.compile(r"^((?:[a-z][\w-]*[.:])+)([a-z]\w*(?:/[a-z]\w*)+)$")
_OPERATION: Final = re.compile(
    r"(?<![\w-])(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s*[\]:`*|]*\s+`?\**(?:https?://[^/\s`]+|\{\{?[\w.]+\}\}?(?=/)|\$\{[\w.]+\}(?=/))?(/(?:[^\s`|)\]{},;、，；。\"'*\[]|\{{1,2}[^{}\s]*\}{1,2}|\[[^\[\]\s]*\])*)"
)
_PARAMETER: Final = re.compile(
    r"\{\{([^{}/]+)\}\}|\$\{([^{}/]+)\}|(?<=/):([A-Za-z_]\w*)|<([^<>/]+)>|(?<=/)\[([^\[\]/]+)\]"
)
_BRACED: Final = re.compile(r"\{[^{}/]*\}")
_OPENING: Final = re.compile(r"^[\s`*_#>\[]+")
_CHANNEL: Final = re.compile(
    r"(?:^|[._-])(?:events|commands?|topics?|queue|messages|dlq|dlt|retry|stream|exchange|notifications?)"
    r"(?:[._-]v\d+)?$",
    re.IGNORECASE,
)
_NO_SERVICE: Final = frozenset({"dot", "upper", "colon"})  # styles in which no service is written
_MAX_NAME: Final = 120
_MAX_HEADING: Final = 400
_MAX_NAMES: Final = 100  # in one cell: each has all that the rest of the row says
_MAX_ROUTES: Final = 50  # in one line: each is looked up with the whole line around it
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventName:
    """An event name with the version label that stood beside it (`v1`), and its other spelling behind a dash."""

    name: str
    label: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A method and a path, parameters written `{id}`."""

    method: str
    path: str

    @property
    def erased(self) -> str:
        """The path with the names of its parameters erased."""
        return _BRACED.sub("{}", self.path)


@remembered
def name_style(text: str) -> str | None:
    """The style in which a name is written, `dot` for `order.created`; None if no event is called so."""
    if len(text) > _MAX_NAME or _FILE_ENDING.search(text):
        return None
    return next((style for style, pattern in _STYLES if pattern.match(text)), None)


def is_past(name: str) -> bool:
    """Whether the last word of a name says that something happened: `OrderCreated`, `payment.failed`."""
    return bool(_PAST.fullmatch(_last_word(name))) and not is_quality(name)


def names_only_events(text: str) -> bool:
    """Whether a text lists nothing but events, `order.created, order.closed`, so that it names no service."""
    names = event_names(text)
    return bool(names) and all(is_past(name.name) and name_style(name.name) in _NO_SERVICE for name in names)


def is_quality(name: str) -> bool:
    """Whether a name says what something is like, `event-driven`, and not what happened."""
    return bool(_QUALITY.fullmatch(_last_word(name))) or bool(_QUALITY_NAME.search(name))


def _last_word(name: str) -> str:
    bare = _PARTICLE.sub("", re.sub(r"[._-]v\d+$|Event$|_EVENT$|[._-]event$", "", name))
    return re.split(r"[._:/-]|(?<=[a-z0-9])(?=[A-Z])", bare)[-1].lower()


def is_channel(name: str) -> bool:
    """Whether a name is that of a channel for several events, by its last word: `orders.events`, `order-retry`."""
    return bool(_CHANNEL.search(name))


def same_spelling(name: str) -> str:
    """What alias spellings of one event share: `OrderCreated`, `order.created.v1` and `ORDER_CREATED` are one."""
    bare = re.sub(r"(?:Event|_EVENT|[._-]event)$", "", name.removesuffix(".v1"))
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def event_names(cell: str) -> tuple[EventName, ...]:
    """The event names of a table cell or list item head; empty if it holds none."""
    spans = [name for span in code_spans(cell) for name in _names_in(span)]
    if len(spans) > _MAX_NAMES:
        return ()
    if spans:
        label = _label(cell) if len(spans) == 1 else ""
        return tuple(EventName(name=name, label=label) for name in spans)
    text = plain_text(cell)
    names = _names_in(without_parentheses(text))
    if len(names) > _MAX_NAMES:
        return ()
    return tuple(EventName(name=name, label=_label(text) if len(names) == 1 else "") for name in names)


def _names_in(text: str) -> tuple[str, ...]:
    names: list[str] = []
    for part in _SEPARATOR.split(text.strip()):
        word = _TRAILING_VERSION.sub("", _NUMBERING.sub("", part.strip())).strip().strip("\"'“”")
        found = _written_out(word)
        if not all(name_style(name) for name in found):
            return ()
        names += found
    return tuple(names)


def _written_out(word: str) -> tuple[str, ...]:
    """The names that one word shortens: `profile.created/updated` is `profile.created` and `profile.updated`."""
    match = _SHORTENED.match(word)
    return tuple(f"{match[1]}{last}" for last in match[2].split("/")) if match else (word,)


def _label(text: str) -> str:
    match = _VERSION.search(re.sub(r"\S*\.v\d+", "", text[:_MAX_NAME]))
    return match[1] if match else ""


@remembered
def heading_names(text: str) -> tuple[EventName, ...]:
    """The names that a heading could be about: its code spans, else its leading token; several with `/` or `·`."""
    if len(text) > _MAX_HEADING:
        return ()
    bare = _NUMBERING.sub("", text.strip())
    return () if _CODE.search(bare) else _paired(bare, _names_of_heading(bare))


def _names_of_heading(bare: str) -> tuple[EventName, ...]:
    spans = _heading_spans(bare)
    plain = _PREFIX.sub("", _NUMBERING.sub("", plain_text(bare)))
    label = _label(plain)
    if spans:
        return tuple(EventName(name=span, label=label if len(spans) == 1 else "") for span in dict.fromkeys(spans))
    if inner := re.search(r"[(（]\s*([a-z][\w-]*(?:\.[\w-]+)+)\s*[)）]\s*$", plain):
        return (EventName(name=inner[1], label=label),) if name_style(inner[1]) else ()
    head = _SUFFIX.sub("", _TAIL.sub("", without_parentheses(plain)).strip())
    names = _names_in(head)
    if (
        not names
        and len(words := plain.split()) > 1
        and name_style(words[0]) in {"dot", "pascal"}
        and _is_aside(words[1])
    ):
        names = (words[0],)
    return tuple(EventName(name=name, label=label if len(names) == 1 else "") for name in names)


def _paired(text: str, names: tuple[EventName, ...]) -> tuple[EventName, ...]:
    """The names with their spellings on the other side of a dash, `a.paid / a.shut — APaid / AShut`, by position."""
    dash = _DASH.search(text) if names else None
    if dash is None:
        return names
    left, right = _side_names(text[: dash.start()]), _side_names(text[dash.end() :])
    is_one = len(left) == 1 and [same_spelling(name) for name in left] != [same_spelling(name) for name in right]
    if len(left) != len(right) or is_one or not _are_two_styles(left, right):
        return names
    own, others = (left, right) if names[0].name in left else (right, left)
    spelled = dict(zip(own, others, strict=True))
    return tuple(replace(name, other=spelled[name.name]) for name in names if name.name in spelled)


def _side_names(text: str) -> tuple[str, ...]:
    return tuple(span for span in code_spans(text) if name_style(span)) or _names_in(plain_text(text))


def _are_two_styles(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    styles = [{name_style(name) for name in side} for side in (left, right)]
    is_paired = len(styles[0]) == len(styles[1]) == 1 and styles[0] != styles[1]
    return is_paired and not any(is_channel(name) for name in (*left, *right))


def _heading_spans(text: str) -> list[str]:
    """The names in code marks; those of services behind an arrow, `a.created` — `orders` → `billing`, are none."""
    behind = ARROW_BEHIND.search(text)
    own = [span for span in code_spans(text[: behind.start()]) if name_style(span)] if behind else []
    return own or [span for span in code_spans(text) if name_style(span) and not is_placeholder(span)]


def _is_aside(word: str) -> bool:
    return word[:1] in "(（[—–→-:：" or bool(re.fullmatch(r"v\d+(?:\.\d+)*", word))


@remembered
def read_routes(text: str) -> tuple[Route, ...]:
    """The methods and paths of a line, each once, `GET /orders/{id}`; hosts and query strings are left out."""
    if "/" not in text:
        return ()
    found = islice(_OPERATION.finditer(text), _MAX_ROUTES)
    return tuple(dict.fromkeys(Route(method=match[1], path=clean_path(match[2])) for match in found))


@remembered
def leading_route(text: str) -> Route | None:
    """The method and path that a line starts with, after numbering, code marks and emphasis."""
    if "/" not in text:
        return None
    match = _OPERATION.match(_OPENING.sub("", _NUMBERING.sub("", text.strip())))
    return Route(method=match[1], path=clean_path(match[2])) if match else None


def clean_path(text: str) -> str:
    """A path without host, query string and closing punctuation; parameters are written `{id}`."""
    path = re.sub(r"^https?://[^/\s]+", "", text.strip().strip("`*\"'"))
    path = re.sub(r"^(?:\{\{?[\w.]+\}\}?|\$\{[\w.]+\})(?=/)", "", path)
    path = _PARAMETER.sub(_braced, path.split("#")[0].split("[?")[0]).split("?")[0]
    return path.rstrip(".,;:`*") or "/"


def _braced(match: re.Match[str]) -> str:
    return "{" + next(group for group in match.groups() if group).strip() + "}"


def looks_like_path(text: str) -> bool:
    """Whether a cell holds a path or a URL, and nothing else."""
    word = plain_text(text).strip("` ")
    return bool(re.match(r"^(?:https?://[^/\s]+|\{\{?[\w.]+\}\}?)?/[^\s]*$", word)) and not is_placeholder(word)

"""What a producer publishes in a test: the fixture `published` takes the place of its publish function."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import TYPE_CHECKING, Final, NoReturn

import orjson

from bindery_client import Side
from bindery_client.testing.errors import BrokenContract
from bindery_client.testing.violations import listing

if TYPE_CHECKING:
    from bindery_client import EventContract
    from bindery_client.json_values import Json
    from bindery_client.testing.project import Project

TYPE_KEYS: Final = ("eventType", "event_type", "type", "event", "name", "detail-type")
SURE_TYPE_KEYS: Final = ("eventType", "event_type", "detail-type")
_NOTHING: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One message that the service published, and the contract that it was held against."""

    contract: str
    message: Json


class Awaitable:
    """What publishing gives back: nothing, whether it is awaited or not."""

    def __await__(self) -> Generator[None, None, None]:
        yield from ()


@dataclass(slots=True, kw_only=True)
class Published:
    """A publish function that checks every message as its writer.

    It takes what publish functions usually take: `published(message)`, `published("order.created", message)`, the same
    with other keyword arguments, `published.publish(...)`, `published.basic_publish(exchange, routing_key, body)`, and
    all of these awaited. A message is a dict, JSON as bytes or text, a dataclass, a pydantic model, or has a `body`.
    """

    project: Project
    names: tuple[str, ...]
    publications: list[Publication] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[Json]:
        """The messages so far, as they stand on the wire."""
        return [publication.message for publication in self.publications]

    def __call__(self, *arguments: object, **options: object) -> Awaitable:
        """Take one publication.

        Raises:
            BrokenContract: the message does not conform, or no contract of the service is meant.
        """
        message, name = _message_and_name(arguments, options)
        self._take(name, message)
        return Awaitable()

    publish = __call__

    def basic_publish(
        self, exchange: str = "", routing_key: str = "", body: object = b"", properties: object = None, **_: object
    ) -> None:
        """The same in the signature of a pika channel; the contract is the `type` property, or found in the body."""
        del exchange, routing_key
        declared = getattr(properties, "type", None)
        self._take(declared if isinstance(declared, str) else None, _message(body))

    def close(self, error: Exception | None) -> bool:
        """End of the test, with what it raised; never an excuse for that.

        Raises:
            BrokenContract: nothing was published, or a fault was swallowed by the service.
        """
        if self.faults:
            raise BrokenContract("\n".join(self.faults)) from error
        missing = [name for name in self.names if name not in {each.contract for each in self.publications}]
        if missing and error is None:
            raise BrokenContract(
                f"nothing was published for {', '.join(missing)}: call the service with publish=published"
            )
        return False

    def _take(self, name: str | None, message: object) -> None:
        if message is _NOTHING:
            self._fail("no message was published: pass a dict, JSON bytes, a dataclass or a pydantic model")
        contract = self._contract(name, message)
        self.publications.append(Publication(contract=contract.name, message=message))
        result = contract.check(message, side=Side.WRITER)
        if not result.valid:
            self._fail(
                f"{contract.name} was published in a way that its contract forbids:\n{listing(result.violations)}"
            )

    def _contract(self, name: str | None, message: object) -> EventContract:
        """The contract that is named, else the one that the body names, else the only one of the test."""
        known = {event.name: event for event in self.project.contracts.events() if "producer" in event.roles}
        if name is None and isinstance(message, Mapping):
            name = next((message[key] for key in TYPE_KEYS if _text(message, key) in known), None)
            sure = next((_text(message, key) for key in SURE_TYPE_KEYS if _text(message, key)), None)
            name = name or sure
        if name is None and len(self.names) == 1:
            name = self.names[0]
        if name is None:
            self._fail(f"it is not clear which contract was published: name one of {', '.join(self.names)}")
        if name not in known:
            self._fail(
                f"{name} was published, and {self.project.contracts.service} produces no such contract: "
                f"{', '.join(sorted(known))}"
            )
        return known[name]

    def _fail(self, text: str) -> NoReturn:
        self.faults.append(text)
        raise BrokenContract(text)


def _text(message: Mapping[str, object], key: str) -> str | None:
    value = message.get(key)
    return value if isinstance(value, str) else None


def _message_and_name(arguments: tuple[object, ...], options: Mapping[str, object]) -> tuple[object, str | None]:
    """The message among the arguments, and the text before it: the name of the contract."""
    name: str | None = None
    for argument in arguments:
        message = _message(argument)
        if message is not _NOTHING:
            return message, name
        name = argument if name is None and isinstance(argument, str) else name
    for key in ("event_type", "event_name", "contract", "name"):
        given = options.get(key)
        name = given if name is None and isinstance(given, str) else name
    messages = (_message(value) for key, value in options.items() if key not in {"headers", "properties"})
    return next((message for message in messages if message is not _NOTHING), _NOTHING), name


def _message(value: object) -> object:
    """The JSON value in an argument, `_NOTHING` where there is none."""
    if isinstance(value, bytes | bytearray | memoryview):
        return _parsed(bytes(value))
    if isinstance(value, str):
        return _parsed(value.encode()) if value.lstrip().startswith("{") else _NOTHING
    if isinstance(value, Mapping):
        return _wire(dict(value))
    if is_dataclass(value) and not isinstance(value, type):
        return _wire(asdict(value))
    dump = getattr(value, "model_dump_json", None)  # pydantic, without importing it
    if callable(dump):
        return _parsed(str(dump(by_alias=True)).encode())
    body = getattr(value, "body", None)
    return _message(body) if isinstance(body, bytes | str | Mapping) else _NOTHING


def _wire(value: object) -> object:
    """The value as it arrives: written as JSON, dates and UUIDs as text, and read again."""
    try:
        return json.loads(orjson.dumps(value))
    except TypeError as error:
        raise BrokenContract(f"the message cannot be written as JSON: {error}") from error


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError as error:
        raise BrokenContract(f"the published body is no JSON: {error}") from error

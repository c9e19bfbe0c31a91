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
NAME_OPTIONS: Final = ("event_type", "event_name", "contract", "name")
NO_PAYLOAD: Final = frozenset({"headers", "properties"})
_NOTHING: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One message that the service published, and the contract that it was held against."""

    contract: str
    message: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """One call of a publish function: the message, texts that name its contract, and texts that may do so."""

    message: Json
    names: tuple[str, ...]
    hints: tuple[str, ...]


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
        self._take(_publication(arguments, options))
        return Awaitable()

    publish = produce = send = __call__

    def basic_publish(
        self, exchange: str = "", routing_key: str = "", body: object = b"", properties: object = None, **_: object
    ) -> None:
        """The same in the signature of a pika channel; the contract is the `type` property, or found in the body."""
        del exchange
        declared = getattr(properties, "type", None)
        names = (declared,) if isinstance(declared, str) else ()
        self._take(_Call(message=_message(body), names=names, hints=(routing_key,)))

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

    def _take(self, call: _Call) -> None:
        if call.message is _NOTHING:
            self._fail("no message was published: pass a dict, JSON bytes, a dataclass or a pydantic model")
        contract = self._contract(call)
        self.publications.append(Publication(contract=contract.name, message=call.message))
        result = contract.check(call.message, side=Side.WRITER)
        if not result.valid:
            self._fail(
                f"{contract.name} was published in a way that its contract forbids:\n{listing(result.violations)}"
            )

    def _contract(self, call: _Call) -> EventContract:
        """The contract that is named, else the one that the body names, else the only one of the test."""
        known = {event.name: event for event in self.project.contracts.events() if "producer" in event.roles}
        body = call.message if isinstance(call.message, Mapping) else {}
        own = [body[key] for key in TYPE_KEYS if isinstance(body.get(key), str)]
        sure = [body[key] for key in SURE_TYPE_KEYS if isinstance(body.get(key), str)]
        only = self.names if len(self.names) == 1 else ()
        claims = [name for name in (*call.names, *own, *call.hints) if name in known] or [*call.names, *sure, *only]
        if not claims:
            self._fail(f"it is not clear which contract was published: name one of {', '.join(self.names)}")
        if claims[0] not in known:
            self._fail(
                f"{claims[0]} was published, and {self.project.contracts.service} produces no such contract: "
                f"{', '.join(sorted(known))}"
            )
        return known[claims[0]]

    def _fail(self, text: str) -> NoReturn:
        self.faults.append(text)
        raise BrokenContract(text)


def _publication(arguments: tuple[object, ...], options: Mapping[str, object]) -> _Call:
    """The message among the arguments, and the texts that may name its contract."""
    payloads = [*arguments, *(value for key, value in options.items() if key not in NO_PAYLOAD)]
    messages = (_message(value) for value in payloads)
    return _Call(
        message=next((message for message in messages if message is not _NOTHING), _NOTHING),
        names=tuple(
            value
            for value in (*arguments, *(options.get(key) for key in NAME_OPTIONS))
            if isinstance(value, str) and _message(value) is _NOTHING
        ),
        hints=tuple(value for value in options.values() if isinstance(value, str)),
    )


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

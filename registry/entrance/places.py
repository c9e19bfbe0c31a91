"""Where things are in URLs: contracts by kind and name, pages by cursor."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends, Path
from pydantic import Field, WithJsonSchema

from contracts.errors import InvalidName
from contracts.model import ContractKey, Kind, service_name
from registry.errors import BadCursor, ContractNotFound, ServiceNotFound, UnknownKind, VersionNotFound
from registry.storage.contracts import MAX_NUMBER

MAX_LIMIT = 1000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_VERSIONS: Final = r"^versions\.(?:3[0-9]){1,9}$"  # of digits, as many as a column of integers surely holds
_NUMBER: Final = re.compile("0|[1-9][0-9]{0,9}")


def contract_key(kind: str, name: str) -> ContractKey:
    """The contract at `/contracts/{kind}/{name}`: in the name, `/` is written `~1` and `~` is written `~0` (RFC 6901).

    Raises:
        UnknownKind: the kind is neither `event` nor `operation`.
        ContractNotFound: the name is one that no contract can have.
    """
    if kind not in set(Kind):
        raise UnknownKind(kind)
    key = ContractKey(kind=Kind(kind), name=_name_at(name))
    if not _is_storable(key.name):
        raise ContractNotFound(key)
    return key


def _name_at(text: str) -> str:
    return text.replace("~1", "/").replace("~0", "~")


def _is_storable(text: str) -> bool:
    """Whether every database can be asked for this text: PostgreSQL knows no zero byte, and nobody lone surrogates."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def version_number(key: ContractKey, text: str) -> int:
    """The number in `/versions/{number}`.

    Raises:
        VersionNotFound: no version can have this number.
    """
    if _NUMBER.fullmatch(text) is None or int(text) > MAX_NUMBER:
        raise VersionNotFound(key, text)
    return int(text)


def service_at(text: str) -> str:
    """The service in `/services/{service}`, written as the name of a contract is.

    Raises:
        ServiceNotFound: no service can have this name.
    """
    try:
        return service_name(_name_at(text))
    except InvalidName as error:
        raise ServiceNotFound(text) from error


def cursor_after(of_list: str, *position: str) -> str:
    """The cursor of the page of a list that begins after this position: `contracts.6f72646572.6576656e74`.

    Whatever has this form is a cursor, so that the API's description can say what one is.
    """
    return ".".join((of_list, *(text.encode().hex() for text in position)))


def position_of(of_list: str, cursor: str | None, *, texts: int) -> tuple[str, ...] | None:
    """The position that `cursor_after` was given for this list.

    Raises:
        BadCursor: it was given none, or one in another list.
    """
    if cursor is None:
        return None
    if re.fullmatch(_cursor_pattern(of_list, texts), cursor) is None:
        raise BadCursor
    return tuple(bytes.fromhex(text).decode("utf-8", "replace") for text in cursor.split(".")[1:])


def pair_of(of_list: str, cursor: str | None) -> tuple[str, str] | None:
    """The position of two texts that `cursor_after` was given for this list.

    Raises:
        BadCursor: it was given none, or one in another list.
    """
    position = position_of(of_list, cursor, texts=2)
    return None if position is None else (position[0], position[1])


def cursor_after_moment(of_list: str, moment: datetime, identity: UUID) -> str:
    """The cursor of the page of a list by time: `audit.1700000000000000.00000000000040008000000000000000`."""
    return f"{of_list}.{(moment - _EPOCH) // timedelta(microseconds=1)}.{identity.hex}"


def moment_of(of_list: str, cursor: str | None) -> tuple[datetime, UUID] | None:
    """The time and the id that `cursor_after_moment` was given for this list.

    Raises:
        BadCursor: it was given none, or one in another list.
    """
    if cursor is None:
        return None
    if re.fullmatch(_moment_pattern(of_list), cursor) is None:
        raise BadCursor
    _, microseconds, identity = cursor.split(".")
    return _EPOCH + timedelta(microseconds=int(microseconds)), UUID(identity)


def number_of(cursor: str | None) -> int:
    """The number that `cursor_after` was given for a list of versions; 0 without a cursor.

    Raises:
        BadCursor: it was given none, or one in another list.
    """
    if cursor is None:
        return 0
    if re.fullmatch(_VERSIONS, cursor) is None:
        raise BadCursor
    return int(bytes.fromhex(cursor.removeprefix("versions.")))


def _moment_pattern(of_list: str) -> str:
    return rf"^{of_list}\.[0-9]{{1,16}}\.[0-9a-f]{{32}}$"


def _cursor_pattern(of_list: str, texts: int) -> str:
    byte = "(?:0[1-9a-f]|[1-9a-f][0-9a-f])"  # PostgreSQL cannot be asked for the zero byte
    return rf"^{of_list}(?:\.{byte}+){{{texts}}}$"


def _cursor_schema(pattern: str) -> WithJsonSchema:
    description = "`next_cursor` of the page before"
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": description})


KindPart = Annotated[str, Path(description="`event` or `operation`"), WithJsonSchema({"enum": list(Kind)})]
NamePart = Annotated[str, Path(description="the name of the contract; `/` is written `~1`, `~` is written `~0`")]


def contract_at(kind: KindPart, name: NamePart) -> ContractKey:
    """The contract that a path names; raises as `contract_key` does."""
    return contract_key(kind, name)


Key = Annotated[ContractKey, Depends(contract_at)]
NumberPart = Annotated[str, Path(), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_NUMBER})]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="how many items at most")]
ContractCursor = Annotated[str | None, _cursor_schema(_cursor_pattern("contracts", 2))]
DocumentCursor = Annotated[str | None, _cursor_schema(_cursor_pattern("documents", 2))]
DeploymentCursor = Annotated[str | None, _cursor_schema(_cursor_pattern("deployments", 3))]
ServiceCursor = Annotated[str | None, _cursor_schema(_cursor_pattern("services", 1))]
KeyCursor = Annotated[str | None, _cursor_schema(_cursor_pattern("keys", 1))]
AuditCursor = Annotated[str | None, _cursor_schema(_moment_pattern("audit"))]
VersionCursor = Annotated[str | None, _cursor_schema(_VERSIONS)]

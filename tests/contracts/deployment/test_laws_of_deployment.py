"""What a "yes" promises, on random systems: no message of a writer there is rejected by a reader there."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import close_writer
from contracts.deployment import Answer, Deployment, can_i_deploy
from contracts.lock_file import LockedContract
from contracts.messages import cases
from contracts.model import ContractKey, Definition, Kind, Policy, Role
from contracts.validation import Referee, Validator

if TYPE_CHECKING:
    from contracts.deployment import Matrix
    from contracts.keywords import Json, Schema

SYSTEMS = 160
FIELDS: dict[str, tuple[Schema, ...]] = {  # a family of keywords each, loose and tight forms
    "type": ({"type": "integer"}, {"type": "number"}, {"type": ["integer", "null"]}),
    "enum": ({"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}, {"enum": ["a"]}),
    "bounds": ({"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 1}, {"type": "integer", "maximum": 5}),
    "length": ({"type": "string"}, {"type": "string", "minLength": 2}, {"type": "string", "maxLength": 3}),
    "pattern": ({"type": "string", "pattern": "^[a-z]*$"}, {"type": "string", "pattern": "^[a-c]*$"}),
    "items": (
        {"type": "array", "items": {"type": "integer"}},
        {"type": "array", "items": {"type": "integer"}, "maxItems": 1},
        {"type": "array", "items": {"type": "string"}},
    ),
    "union": ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, {"oneOf": [{"type": "integer"}]}),
}
EVENTS = ("order.created", "order.paid")
OPERATION = "inventory:POST:/internal/reservations"


def schema(chance: Random) -> dict[str, Json]:
    """An object of a few fields; most systems agree on most of them."""
    names = [name for name in FIELDS if chance.random() < 0.6]
    properties = {name: chance.choice(FIELDS[name][: 3 if chance.random() < 0.1 else 1]) for name in names}
    return {"type": "object", "properties": properties, "required": [name for name in names if chance.random() < 0.1]}


def locked(kind: Kind, name: str, role: Role, definition: Definition) -> LockedContract:
    """A contract as a lock file holds it."""
    return LockedContract(key=ContractKey(kind=kind, name=name), role=role, definition=definition, policy=Policy())


def event(chance: Random, role: Role) -> LockedContract:
    """One of two events in some version."""
    return locked(Kind.EVENT, chance.choice(EVENTS), role, Definition.of_event(schema(chance)))


def operation(chance: Random, role: Role) -> LockedContract:
    """The one operation in some version."""
    definition = Definition.of_operation(
        request=schema(chance), responses={"201": {"application/json": schema(chance)}}
    )
    return locked(Kind.OPERATION, OPERATION, role, definition)


def system(seed: int) -> list[Deployment]:
    """A candidate, and a few services that run already."""
    chance = Random(seed)  # noqa: S311 - a repeatable system, not a secret
    deployments = [
        Deployment(service="orders", version="1", contracts=(event(chance, Role.PRODUCER),)),
        Deployment(service="billing", version="1", contracts=(event(chance, Role.CONSUMER),)),
        Deployment(service="inventory", version="1", contracts=(operation(chance, Role.PROVIDER),)),
        Deployment(
            service="shop", version="1", contracts=(operation(chance, Role.CALLER), event(chance, Role.CONSUMER))
        ),
    ]
    chance.shuffle(deployments)
    return deployments


MATRICES = {seed: can_i_deploy(found[0], found[1:]) for seed in range(SYSTEMS) for found in [system(seed)]}


def messages(writer: Schema) -> list[Json]:
    """Messages that the client lets the writer send."""
    closed = Validator(close_writer(writer))
    return [case.message for case in cases(writer) if closed.accepts(case.message)]


def exchanged(candidate: Deployment, active: list[Deployment]) -> list[tuple[Json, Schema]]:
    """The sampled messages between the candidate and the others, each with the schema of a reader."""
    pairs = [
        (writer, reader)
        for one in (candidate, *active)
        for other in (candidate, *active)
        if candidate in (one, other)
        for writer in one.contracts
        for reader in other.contracts
        if writer.key == reader.key and writer.role is not reader.role
    ]
    return [
        (message, taken.schema)
        for writer, reader in pairs
        for part in writer.definition.parts
        if part.writer is writer.role
        for taken in [reader.definition.part(part.name)]
        if taken is not None
        for message in messages(part.schema)
    ]


def test_enough_systems_come_out_no() -> None:
    """Otherwise the laws below would say nothing: a third is refused, for reasons of many kinds, and much is sent."""
    refused = [matrix for matrix in MATRICES.values() if matrix.answer is Answer.NO]
    assert 0.3 <= len(refused) / SYSTEMS <= 0.9
    assert len(FIELDS) >= 5
    witnesses = [check.verdict.witness for matrix in refused for row in refusing(matrix) for check in row.checks]
    assert len({witness.rejection.keyword for witness in witnesses if witness is not None}) >= 5
    allowed = [seed for seed, matrix in MATRICES.items() if matrix.answer is Answer.YES]
    assert sum(len(exchanged(found[0], found[1:])) for seed in allowed for found in [system(seed)]) >= 500


@pytest.mark.parametrize("seed", [seed for seed, matrix in MATRICES.items() if matrix.answer is Answer.YES])
def test_yes_means_that_nobody_rejects_a_message(seed: int) -> None:
    """Every message that a writer's client lets through is accepted by every reader's."""
    candidate, *active = system(seed)
    assert [found for found in exchanged(candidate, active) if not Validator(found[1]).accepts(found[0])] == []


@pytest.mark.parametrize("seed", [seed for seed, matrix in MATRICES.items() if matrix.answer is Answer.NO])
def test_no_comes_with_a_message_that_both_validators_confirm(seed: int) -> None:
    """Each row that refuses shows what would go wrong: nobody is missing altogether in these systems."""
    assert refusing(MATRICES[seed]) != []
    for row in refusing(MATRICES[seed]):
        check = next(check for check in row.checks if check.verdict.witness is not None)
        assert check.verdict.witness is not None
        message = check.verdict.witness.message
        writer, reader = sides(seed, row.key, check.part)
        assert any(confirmed(message, one, is_sent=True) for one in writer)
        assert any(confirmed(message, one, is_sent=False) for one in reader)


def refusing(matrix: Matrix) -> list[Json]:
    """The rows that say no because of somebody."""
    return [row for row in matrix.rows if row.answer is Answer.NO and row.counterpart is not None]


def sides(seed: int, key: ContractKey, part: str) -> tuple[list[Schema], list[Schema]]:
    """The schemas of a part as those who write it and those who read it have them."""
    found = [
        (locked.role, described)
        for deployment in system(seed)
        for locked in deployment.contracts
        if locked.key == key
        for described in [locked.definition.part(part)]
        if described is not None
    ]
    return (
        [close_writer(item.schema) for role, item in found if item.writer is role],
        [item.schema for role, item in found if item.writer is not role],
    )


def confirmed(message: Json, schema: Schema, *, is_sent: bool) -> bool:
    """Whether both validators give this verdict."""
    return Validator(schema).accepts(message) is is_sent and Referee(schema).judge(message) is is_sent

"""Which tests there are: one per message, or per response, that the contracts of a test allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bindery_client import BinderyClientError, Side
from bindery_client.testing.calling import replies
from bindery_client.testing.case_file import Case
from bindery_client.testing.declarations import FIXTURES, MARK
from bindery_client.testing.errors import CannotTest
from bindery_client.testing.project import Project, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bindery_client.testing.calling import Reply

DECORATORS = {"consumer": "consumes", "producer": "produces", "provider": "provides", "caller": "calls"}
PROJECTS: pytest.StashKey[dict[Settings, Project]] = pytest.StashKey()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message that a consumer is run against."""

    contract: str
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a test cannot run: it fails with this text, and the tests beside it still run."""

    text: str


def project_of(config: pytest.Config, path: Path) -> Project:
    """The project that a test file belongs to; each is read once per session."""
    projects = config.stash.setdefault(PROJECTS, {})
    settings = Settings.nearest(path.parent, config.rootpath)
    return projects.setdefault(settings, Project(settings=settings))


def names_of(node: pytest.Item | pytest.FixtureRequest, role: str) -> tuple[str, ...]:
    """The contracts that the decorators of a test name for a role, in the order in which they are written.

    Raises:
        CannotTest: there are none.
    """
    item = node.node if isinstance(node, pytest.FixtureRequest) else node
    return _names(list(item.iter_markers(MARK)), role)


def _names(marks: list[pytest.Mark], role: str) -> tuple[str, ...]:
    names = [name for mark in reversed(marks) if mark.args[0] == role for name in mark.args[1]]
    if not names:
        raise CannotTest(f"which contract? decorate the test: @{DECORATORS[role]}('...')")
    return tuple(dict.fromkeys(names))


def check_fixtures(item: pytest.Item) -> None:
    """Nothing, if the test asks for the fixture of each of its decorators.

    Raises:
        CannotTest: it does not.
    """
    for mark in item.iter_markers(MARK):
        role, names = mark.args
        if FIXTURES[role] not in getattr(item, "fixturenames", ()):
            decorator = DECORATORS[role]
            raise CannotTest(
                f"@{decorator}({', '.join(map(repr, names))}) tests nothing: take the fixture `{FIXTURES[role]}`"
            )


def parametrise(metafunc: pytest.Metafunc) -> None:
    """One test per valid message for `contract_message`, one per valid response for `contract_server`."""
    marks = list(metafunc.definition.iter_markers(MARK))
    if "contract_message" in metafunc.fixturenames:
        deep = metafunc.config.getoption("contract_deep")
        _parametrise(
            metafunc, "contract_message", lambda project: _deliveries(project, _names(marks, "consumer"), deep)
        )
    if "contract_server" in metafunc.fixturenames:
        _parametrise(metafunc, "contract_server", lambda project: _replies(project, _names(marks, "caller")))


def _parametrise(
    metafunc: pytest.Metafunc, fixture: str, parameters: Callable[[Project], list[tuple[str, Delivery | Reply]]]
) -> None:
    values: list[tuple[str, Delivery | Reply | Obstacle]]
    try:
        project = project_of(metafunc.config, metafunc.definition.path)
        values = [*parameters(project)] or [
            ("no-case", Obstacle(text="the case file has no valid case for this contract"))
        ]
    except BinderyClientError as error:
        values = [("cannot-test", Obstacle(text=str(error)))]
    metafunc.parametrize(fixture, [value for _, value in values], ids=[name for name, _ in values], indirect=True)


def _deliveries(project: Project, names: tuple[str, ...], deep: int) -> list[tuple[str, Delivery | Reply]]:
    return [
        (case.id if len(names) == 1 else f"{name}:{case.id}", Delivery(contract=name, case=case))
        for name in names
        for case in _valid_messages(project, name, deep)
    ]


def _valid_messages(project: Project, name: str, deep: int) -> Iterator[Case]:
    entry = project.entry(name, "consumer")
    yield from (case for case in project.cases(entry)["message"] if case.valid)
    if deep:
        from bindery_client.testing.generation import messages_of  # noqa: PLC0415 - Schemathesis takes 0.5 s

        contract = project.contracts.event(name)
        for number, message in enumerate(messages_of(entry["schema"], examples=deep), start=1):
            if contract.check(message, side=Side.READER).valid:
                yield Case(id=f"generated:{number}", message=message, valid=True)


def _replies(project: Project, names: tuple[str, ...]) -> list[tuple[str, Delivery | Reply]]:
    return [
        (reply.id if len(names) == 1 else f"{name}:{reply.id}", reply)
        for name in names
        for reply in replies(project, name)
    ]

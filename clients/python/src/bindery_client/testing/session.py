"""What the fixtures of one test hold, and how it ends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import pytest

from bindery_client import BinderyClientError
from bindery_client.contract_results import PROPERTY
from bindery_client.testing.calling import ContractServer, Reply
from bindery_client.testing.collection import Delivery, Obstacle, names_of, project_of
from bindery_client.testing.providing import ContractApi
from bindery_client.testing.publishing import Published

if TYPE_CHECKING:
    from bindery_client.json_values import Json
    from bindery_client.testing.project import Project

_SHOWN_CHARACTERS = 2000


class Closing(Protocol):
    """A fixture's value that has a say in how its test ends."""

    def close(self, error: Exception | None) -> bool:
        """Whether what the test raised is excused; raises what else is wrong."""


@dataclass(slots=True, kw_only=True)
class Opened:
    """The fixtures of one test; a failure to open one fails the test with one sentence."""

    item: pytest.Item
    values: list[Closing] = field(default_factory=list)

    @property
    def _project(self) -> Project:
        return project_of(self.item.config, self.item.path)

    def message(self, parameter: object) -> Json:
        """A copy of the message of this test."""
        delivery = self._parameter(parameter, Delivery, "consumer")
        self._keep("consumer", (delivery.contract,), case=delivery.case.id)
        self._show(f"{delivery.contract} [{delivery.case.id}]", delivery.case.message)
        return delivery.case.fresh()

    def published(self) -> Published:
        """The publish function of this test."""
        names = self._names("producer")
        published = Published(project=self._project, names=names)
        self.values.append(published)
        return published

    def api(self) -> ContractApi:
        """The verifier of this test."""
        names = self._names("provider")
        deep: int = self.item.config.getoption("contract_deep")
        api = ContractApi(project=self._project, names=names, deep=deep)
        self.values.append(api)
        return api

    def server(self, parameter: object) -> ContractServer:
        """The stub provider of this test."""
        reply = self._parameter(parameter, Reply, "caller")
        names = self._names("caller", case=reply.id)
        self._show(f"{reply.operation} answers [{reply.id}]", reply.case.message)
        server = ContractServer(project=self._project, names=names, reply=reply)
        self.values.append(server)
        return server

    def excuses(self, error: Exception) -> bool:
        """Whether what the test raised is a right answer to what it was given."""
        verdicts = [value.close(error) for value in self.values]  # all of them: a fault outweighs an excuse
        return any(verdicts)

    def close(self) -> None:
        """End of a test that raised nothing."""
        for value in self.values:
            if isinstance(value, ContractApi) and value.not_judged:
                self._facts()["not_judged"] = list(value.not_judged)
            value.close(None)

    def _parameter(self, parameter: object, kind: type[Delivery | Reply], role: str) -> Json:  # of that kind
        if isinstance(parameter, kind):
            return parameter
        if isinstance(parameter, Obstacle):
            pytest.fail(parameter.text, pytrace=False)
        self._names(role)
        return pytest.fail("this fixture is parametrised by its decorator only", pytrace=False)

    def _names(self, role: str, *, case: str | None = None) -> tuple[str, ...]:
        """The contracts of the test in this role, all of them in the lock file."""
        try:
            names = names_of(self.item, role)
            if role == "provider":
                self._project.provided(names)
            else:
                for name in names:
                    self._project.entry(name, role)
            self._keep(role, names, case=case)
        except BinderyClientError as error:
            pytest.fail(str(error), pytrace=False)
        return names

    def _keep(self, role: str, names: tuple[str, ...], *, case: str | None) -> None:
        """Note for the report what this test is about."""
        entries = self._project.provided(names) if role == "provider" else [self._project.entry(n, role) for n in names]
        contracts = [
            {"name": entry["name"], "fingerprint": entry["fingerprint"], "version": entry["version"], "role": role}
            for entry in entries
        ]
        facts = self._facts()
        facts["service"] = self._project.contracts.service
        facts["contracts"] = [*facts.get("contracts", []), *contracts]
        facts["case"] = case or facts.get("case")

    def _facts(self) -> dict[str, Json]:
        for key, facts in self.item.user_properties:
            if key == PROPERTY and isinstance(facts, dict):
                return facts
        fresh: dict[str, Json] = {}
        self.item.user_properties.append((PROPERTY, fresh))
        return fresh

    def _show(self, title: str, message: object) -> None:
        """The message beside the failure, if the test fails."""
        text = json.dumps(message, ensure_ascii=False, indent=2)
        shown = text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]} ..."
        self.item.add_report_section("setup", "contract", f"{title}\n{shown}\n")

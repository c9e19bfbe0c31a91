"""Registering: all or nothing, the same twice is the same, and of two at once only one wins a number."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from contracts.compatibility import Prove, Verdict, check_schemas
from contracts.errors import CouldNotCheck
from contracts.keywords import Json
from contracts.model import ContractKey, DocumentId, Kind, Status
from contracts.registration import Plan, PlanOutcome, Registered, registered_after
from registry.services.registration import Registration, register_documents
from registry.settings import Settings
from registry.storage import Database
from registry.storage.views import ContractView, DocumentView, Page, VersionView
from tests.direct_registry import ask, register
from tests.proofs import InThisProcess
from tests.registry_texts import events_document

CREATED = ContractKey(kind=Kind.EVENT, name="order.created")
ORDER: Mapping[str, Json] = {"orderId": "uuid", "total": 12900}
EXTENDED: Mapping[str, Json] = {**ORDER, "note?": "string"}
BROKEN: Mapping[str, Json] = {"orderId": "uuid"}


def orders(data: Mapping[str, Json] | None = ORDER) -> dict[str, str]:
    """The document of the orders service."""
    return {"docs/orders.md": events_document({"order.created": data})}


def outcomes(plan: Plan) -> dict[str, PlanOutcome]:
    """What a plan says of each contract."""
    return {planned.key.name: planned.outcome for planned in plan.contracts}


def contract(settings: Settings, key: ContractKey = CREATED) -> ContractView:
    """A contract as it is stored."""

    async def get(database: Database) -> ContractView:
        async with database.reading() as store:
            return await store.contracts.get(key)

    return ask(settings, get)


def versions(settings: Settings, key: ContractKey = CREATED) -> list[VersionView]:
    """The versions of a contract as they are stored."""

    async def get(database: Database) -> list[VersionView]:
        async with database.reading() as store:
            return await store.contracts.versions(key)

    return ask(settings, get)


def documents(settings: Settings) -> list[str]:
    """The paths of the documents that are known."""

    async def get(database: Database) -> list[DocumentView]:
        async with database.reading() as store:
            return await store.documents.page(Page(limit=100))

    return [view.identity.path for view in ask(settings, get)]


def registered(settings: Settings) -> Registered:
    """What a plan for the orders document would look at."""

    async def get(database: Database) -> Registered:
        async with database.reading() as store:
            return await store.registrations.registered((DocumentId(source="shop", path="docs/orders.md"),), ())

    return ask(settings, get)


def test_the_first_schema_is_version_1(settings: Settings) -> None:
    """A new contract gets version 1, with its place, its commit and the fingerprint of the plan."""
    plan = register(settings, orders())
    (version,) = versions(settings)
    assert outcomes(plan) == {"order.created": PlanOutcome.NEW}
    assert (version.number, version.commit, version.document.path) == (1, "abc123", "docs/orders.md")
    assert version.fingerprint == plan.contracts[0].fingerprint
    assert version.provenance["line"] > 1
    assert version.lines["message#/properties/data/properties/total"] > version.provenance["line"]


def test_the_same_twice_is_the_same(settings: Settings) -> None:
    """Registering the same documents again changes nothing: not a version, not a row's time."""
    register(settings, orders())
    before = (contract(settings), versions(settings))
    again = register(settings, orders())
    assert outcomes(again) == {"order.created": PlanOutcome.UNCHANGED}
    assert (contract(settings), versions(settings)) == before


def test_a_compatible_change_is_the_next_version(settings: Settings) -> None:
    """A change that breaks nobody gets the next number, and keeps the answers that it was given."""
    register(settings, orders())
    plan = register(settings, orders(EXTENDED))
    assert outcomes(plan) == {"order.created": PlanOutcome.COMPATIBLE}
    _, second = versions(settings)
    assert second.number == 2
    assert {check["outcome"] for check in second.verdicts if check["direction"] == "FORWARD"} == {"compatible"}


def test_a_version_that_was_there_keeps_its_number(settings: Settings) -> None:
    """Taking a change back leads to the earlier version; nothing new is stored."""
    register(settings, orders())
    register(settings, orders(EXTENDED))
    register(settings, orders())
    assert contract(settings).number == 1
    assert [version.number for version in versions(settings)] == [1, 2]


def test_a_dry_run_stores_nothing(settings: Settings) -> None:
    """The plan of a dry run says what would happen, and nothing happens."""
    plan = register(settings, orders(), is_dry_run=True)
    assert outcomes(plan) == {"order.created": PlanOutcome.NEW}
    assert registered(settings).contracts == {}


def test_one_broken_contract_refuses_all(settings: Settings) -> None:
    """A request that would break one contract registers none of the others either."""
    register(settings, orders())
    others = {"docs/payments.md": events_document({"payment.captured": {"amount": 1}}, producer="payments")}
    plan = register(settings, {**orders(BROKEN), **others})
    assert plan.refusal == "incompatible"
    assert outcomes(plan)["payment.captured"] is PlanOutcome.NEW
    assert list(registered(settings).contracts) == [CREATED]
    assert len(versions(settings)) == 1


def test_an_error_in_a_document_refuses_all(settings: Settings) -> None:
    """A document with an error keeps every other document of the request out."""
    unclosed = events_document({"payment.captured": {"amount": 1}}).rsplit("```", 1)[0]
    plan = register(settings, {**orders(), "docs/payments.md": unclosed})
    assert plan.refusal == "document-problems"
    assert registered(settings).contracts == {}


def test_an_accepted_break_is_stored_with_its_reason(settings: Settings) -> None:
    """A break that is meant becomes a version, and why it was meant is kept."""
    register(settings, orders())
    plan = register(settings, orders(BROKEN), accept_breaking={"order.created": "nobody reads the total"})
    assert plan.refusal is None
    assert [version.accepted_reason for version in versions(settings)] == [None, "nobody reads the total"]


def test_a_contract_without_a_schema_is_registered(settings: Settings) -> None:
    """A contract that is only named exists with no version; its first schema is version 1."""
    register(settings, orders(None))
    assert contract(settings).number is None
    assert versions(settings) == []
    register(settings, orders())
    assert contract(settings).number == 1


def test_a_new_revision_replaces_the_parties_it_declared(settings: Settings) -> None:
    """A consumer that the document no longer names is no party any more; other documents keep theirs."""
    register(settings, {"docs/orders.md": events_document({"order.created": ORDER}, consumers=["billing", "mailing"])})
    other = events_document({"order.created": None}, consumers=["analytics"])
    register(settings, {"docs/analytics.md": other})
    register(settings, {"docs/orders.md": events_document({"order.created": ORDER}, consumers=["billing"])})
    consumers = {party.service for party in contract(settings).parties if party.role == "consumer"}
    assert consumers == {"billing", "analytics"}


def test_a_document_that_stops_naming_a_contract_takes_its_parties_back(settings: Settings) -> None:
    """What another document owns stays, without the party that this one no longer declares."""
    register(settings, orders())
    register(settings, {"docs/analytics.md": events_document({"order.created": None}, consumers=["analytics"])})
    plan = register(settings, {"docs/analytics.md": "# Analytics\n\nNothing to see.\n"})
    assert outcomes(plan) == {"order.created": PlanOutcome.PARTIES_CHANGED}
    assert "analytics" not in {party.service for party in contract(settings).parties}


def test_a_document_that_is_gone_archives_what_nobody_uses(settings: Settings) -> None:
    """An empty text says that the file is gone: it is listed no more, and its contract is archived."""
    register(settings, {"docs/orders.md": events_document({"order.created": ORDER}, consumers=["-"])})
    plan = register(settings, {"docs/orders.md": ""}, accept_breaking={"order.created": "never used"})
    assert outcomes(plan) == {"order.created": PlanOutcome.CONTRACT_REMOVED}
    assert contract(settings).status is Status.ARCHIVED

    async def list_documents(database: Database) -> int:
        async with database.reading() as store:
            return len(await store.documents.page(Page(limit=10)))

    assert ask(settings, list_documents) == 0


def test_a_proof_that_was_stopped_refuses(settings: Settings) -> None:
    """What could not be checked is not registered."""

    def stopped(**_question: Json) -> Verdict:
        raise CouldNotCheck("stopped after 3 s")

    register(settings, orders())
    registration = Registration(source="shop", texts=orders(EXTENDED))
    plan = ask(settings, lambda database: register_documents(database, InThisProcess(prove=stopped), registration))
    assert plan.refusal == "incompatible"
    assert outcomes(plan) == {"order.created": PlanOutcome.COULD_NOT_CHECK}
    assert len(versions(settings)) == 1


def racing(settings: Settings, registrations: list[Registration]) -> list[Plan]:
    """The plans of registrations that run at once, each on connections of its own as replicas would."""

    async def race(first: Database) -> list[Plan]:
        databases = [first, *(Database(settings.database_url) for _ in registrations[1:])]
        try:
            return await asyncio.gather(
                *(
                    register_documents(database, InThisProcess(), registration)
                    for database, registration in zip(databases, registrations, strict=True)
                )
            )
        finally:
            for database in databases[1:]:
                await database.close()

    return ask(settings, race)


def assert_one_number_each(settings: Settings, plans: list[Plan]) -> None:
    """The numbers that were promised are those that are stored, each with one content."""
    stored = {version.number: version.fingerprint for version in versions(settings)}
    promised = {(planned.number, planned.fingerprint) for plan in plans for planned in plan.contracts}
    assert sorted(stored) == list(range(1, len(stored) + 1))
    assert promised == set(stored.items())


def race_of_different_contents(settings: Settings) -> None:
    """Let five revisions of one contract register at once."""
    shared = {f"field{number}?": "string" for number in range(5)}
    revisions = [
        Registration(source="shop", texts=orders({**ORDER, **dict(list(shared.items())[:number])}))
        for number in range(5)
    ]
    plans = racing(settings, [replace(item, accept_breaking={"order.created": "a race"}) for item in revisions])
    assert_one_number_each(settings, plans)
    assert len(versions(settings)) == 5


def race_of_the_same_content(settings: Settings) -> None:
    """Let the same document register five times at once."""
    plans = racing(settings, [Registration(source="shop", texts=orders()) for _ in range(5)])
    assert_one_number_each(settings, plans)
    assert sorted(outcomes(plan)["order.created"] for plan in plans) == ["new", *["unchanged"] * 4]


def race_of_different_contracts(settings: Settings) -> None:
    """Let documents of different contracts register at once."""
    names = [f"thing{number}.happened" for number in range(5)]
    texts = [{f"docs/{name}.md": events_document({name: ORDER})} for name in names]
    plans = racing(settings, [Registration(source="shop", texts=text) for text in texts])
    assert [outcomes(plan) for plan in plans] == [{name: PlanOutcome.NEW} for name in names]


def race_of_documents_with_one_new_contract(settings: Settings) -> None:
    """Let documents that all declare the same new contract register at once."""
    texts = [{f"docs/{number}.md": events_document({"order.created": ORDER})} for number in range(5)]
    plans = racing(settings, [Registration(source="shop", texts=text) for text in texts])
    assert sorted(outcomes(plan)["order.created"] for plan in plans) == ["new", *["parties-changed"] * 4]
    assert [version.number for version in versions(settings)] == [1]


RACES = [
    race_of_different_contents,
    race_of_the_same_content,
    race_of_different_contracts,
    race_of_documents_with_one_new_contract,
]


@pytest.mark.parametrize("race", RACES)
def test_racing_registrations_never_share_a_number_in_a_file(
    settings: Settings, race: Callable[[Settings], None]
) -> None:
    """On one SQLite file, each number that was promised belongs to one content."""
    race(settings)


@pytest.mark.postgres
@pytest.mark.parametrize("race", RACES)
def test_racing_registrations_never_share_a_number_in_postgres(
    postgres_url: str, race: Callable[[Settings], None]
) -> None:
    """On one PostgreSQL database, each number that was promised belongs to one content."""
    race(Settings(database_url=postgres_url))


class Overtaken:
    """The work of a registration which, while it proves for the first time, is overtaken by another one."""

    def __init__(self, settings: Settings, other: Mapping[str, str] | None = None) -> None:
        self.settings = settings
        self.other = other or orders({**ORDER, "extra?": "string"})
        self.attempts = 0
        self.read = InThisProcess().read

    def prover(self) -> Prove:
        """A `prove` that lets another registration come first, once."""
        self.attempts += 1
        is_free = self.attempts == 1

        def prove(**question: Json) -> Verdict:
            nonlocal is_free
            if is_free:
                is_free = False
                register(self.settings, self.other)
            return check_schemas(**question)

        return prove


def test_who_is_overtaken_comes_next(settings: Settings) -> None:
    """A registration that another one overtook plans again, against what that one left, and gets the next number."""
    register(settings, orders())
    work = Overtaken(settings)
    late = Registration(source="shop", texts=orders(EXTENDED))
    plan = ask(settings, lambda database: register_documents(database, work, late))
    assert (plan.contracts[0].number, work.attempts) == (3, 2)
    assert {check.old_number for check in plan.contracts[0].checks} == {1, 2}
    assert contract(settings).number == 3


def test_who_is_overtaken_by_a_stricter_policy_is_judged_by_it(settings: Settings) -> None:
    """A revision that brings no version, so that all numbers stay free, changes what may come next all the same."""
    register(settings, orders())
    stricter = {path: f"---\ncontracts:\n  mode: FULL\n---\n{text}" for path, text in orders().items()}
    late = Registration(source="shop", texts=orders({**ORDER, "required": "string"}))
    plan = ask(settings, lambda database: register_documents(database, Overtaken(settings, stricter), late))
    assert plan.refusal == "incompatible"
    assert [version.number for version in versions(settings)] == [1]


def test_who_is_overtaken_and_refused_leaves_nothing(settings: Settings) -> None:
    """A plan that is refused while the contracts are locked stores nothing: not a version, not a document's name."""
    register(settings, orders())
    texts = {**orders({"orderId": "uuid", "note?": "string"}), "docs/others.md": "# Others\n"}
    late = Registration(source="shop", texts=texts)
    plan = ask(settings, lambda database: register_documents(database, Overtaken(settings), late))
    assert plan.refusal == "incompatible"
    assert len(versions(settings)) == 2
    assert documents(settings) == ["docs/orders.md"]


def test_what_is_loaded_is_what_the_plan_would_leave(settings: Settings) -> None:
    """What the registry holds after a registration is what the core says that it should hold."""
    before = registered(settings)
    plan = register(settings, orders())
    expected = registered_after(plan, before).contracts[CREATED]
    found = registered(settings).contracts[CREATED]
    assert (found.owner, found.policy, found.parties, found.status) == (
        expected.owner,
        expected.policy,
        expected.parties,
        expected.status,
    )
    assert [(v.number, v.fingerprint, v.lines) for v in found.versions] == [
        (v.number, v.fingerprint, v.lines) for v in expected.versions
    ]

"""`bindery pull`, with a registry that really runs, and without one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from contracts.keywords import Json
from contracts.validation import Validator
from tests.command_line import Answer, Project, bindery
from tests.design_documents import BROKEN, EXTENDED, UNCLOSED, order_document
from tests.registry_texts import RESERVATIONS
from tests.running_registry import register, running_registry

NOWHERE = "http://127.0.0.1:9"
RESERVE = "inventory:POST:/internal/reservations/{}"
BILLING = """# Billing Design Document (Enterprise)

### 1.2 Service Boundaries

| Service | Responsibility | Tech Stack |
|---------|---------------|------------|
| billing | Writes invoices | Python FastAPI |

### 3.3 Event Schema

| Event | Producer | Consumers |
|-------|----------|-----------|
| order.created | orders | billing |
"""


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[str]:
    """The URL of a registry that holds nothing."""
    with running_registry(tmp_path) as url:
        yield url


@pytest.fixture
def shop(registry: str) -> str:
    """The URL of a registry that holds the documents of orders and inventory."""
    send(registry, {"docs/orders.md": order_document(), "docs/inventory.md": RESERVATIONS})
    return registry


def send(url: str, texts: dict[str, str]) -> None:
    """Register some documents of a repository called `shop`."""
    with httpx2.Client(base_url=url) as client:
        answer = register(client, texts)
    assert answer.status_code == 200, answer.text


def pull(project: Project, *arguments: str, service: str = "orders", url: str = NOWHERE) -> Answer:
    """The answer of `bindery pull` with a lock file in the project's root."""
    return bindery("pull", *arguments, "--service", service, "--lock", str(lock_path(project)), "--url", url)


def lock_path(project: Project) -> Path:
    """Where the lock file is written."""
    return project.root / "contracts.lock.json"


def entries(project: Project) -> list[Json]:
    """The contracts of the written lock file."""
    found: list[Json] = json.loads(lock_path(project).read_bytes())["contracts"]
    return found


def facts(project: Project) -> list[tuple[str, str, int | None]]:
    """Name, role and version of the written contracts."""
    return [(entry["name"], entry["role"], entry["version"]) for entry in entries(project)]


def test_own_contracts_come_from_the_documents(project: Project, registry: str) -> None:
    """What is not registered yet is locked by its fingerprint, without a number: it can be committed before merge."""
    assert pull(project, project.docs, url=registry).code == 0
    assert facts(project) == [("order.created", "producer", None)]


def test_own_contracts_have_the_number_of_the_registry(project: Project, shop: str) -> None:
    """A schema that is registered has its number, the schemas of others come along."""
    assert pull(project, project.docs, url=shop).code == 0
    assert facts(project) == [("order.created", "producer", 1), (RESERVE, "caller", 1)]


def test_a_schema_that_was_current_once_has_its_number(project: Project, shop: str) -> None:
    """The number is that of the fingerprint, not of the latest version."""
    send(shop, {"docs/orders.md": order_document(EXTENDED)})
    assert pull(project, project.docs, url=shop).code == 0
    assert facts(project)[0] == ("order.created", "producer", 1)


def test_an_edited_document_is_locked_as_it_is_now(project: Project, shop: str) -> None:
    """The schema of the working tree counts; `--registry` takes the registered one instead."""
    project.write(order_document(EXTENDED))
    assert pull(project, project.docs, url=shop).code == 0
    assert facts(project)[0] == ("order.created", "producer", None)
    assert "giftNote" in str(entries(project)[0]["writer_schema"])
    assert pull(project, project.docs, "--registry", url=shop).code == 0
    assert facts(project)[0] == ("order.created", "producer", 1)
    assert "giftNote" not in str(entries(project)[0])


def test_without_documents_the_lock_file_is_the_registrys(project: Project, shop: str) -> None:
    """The bytes are those that the registry serves."""
    assert pull(project, service="Billing", url=shop).code == 0
    assert facts(project) == [("order.created", "consumer", 1)]
    assert lock_path(project).read_bytes() == httpx2.get(f"{shop}/api/v1/services/billing/lock").content


def test_documents_and_registry_give_the_same_bytes(project: Project, shop: str) -> None:
    """A registered contract is locked alike whether its document or the registry is asked."""
    assert pull(project, project.docs, url=shop).code == 0
    from_documents = lock_path(project).read_bytes()
    assert pull(project, url=shop).code == 0
    assert lock_path(project).read_bytes() == from_documents


def test_a_contract_that_the_document_names_first_is_looked_up(project: Project, registry: str) -> None:
    """A new consumer is locked to a contract of which the registry does not know it to be a party."""
    send(registry, {"docs/orders.md": order_document(consumers="-")})
    (project.root / "docs" / "orders.md").unlink()
    project.write(BILLING, "billing.md")
    assert pull(project, project.docs, service="billing", url=registry).code == 0
    assert facts(project) == [("order.created", "consumer", 1)]


def test_a_neighbours_document_stands_in_for_the_registry(project: Project, registry: str) -> None:
    """In one repository, a consumer can be locked to an event that its producer has not registered yet."""
    assert pull(project, project.docs, service="billing", url=registry).code == 0
    assert facts(project) == [("order.created", "consumer", None)]


def test_the_registry_goes_before_a_neighbours_document(project: Project, shop: str) -> None:
    """What others own counts as it is registered, whatever their document says by now."""
    project.write(order_document(BROKEN))
    assert pull(project, project.docs, service="billing", url=shop).code == 0
    assert facts(project) == [("order.created", "consumer", 1)]


def test_a_contract_that_is_nowhere_is_named(project: Project, registry: str) -> None:
    """A consumed event that nobody registered or described is an error, and nothing is written."""
    (project.root / "docs" / "orders.md").unlink()
    project.write(BILLING, "billing.md")
    answer = pull(project, project.docs, service="billing", url=registry)
    assert (answer.code, answer.out) == (1, "")
    assert "event order.created" in answer.err
    assert not lock_path(project).exists()


def test_a_registered_contract_without_a_schema_is_named(project: Project, registry: str) -> None:
    """It cannot be enforced yet: the lock file says so, whether documents or the registry name it."""
    send(registry, {"docs/billing.md": BILLING})
    (project.root / "docs" / "orders.md").unlink()
    project.write(BILLING, "billing.md")
    answer = pull(project, project.docs, service="billing", url=registry)
    assert (answer.code, entries(project)) == (0, [])
    assert answer.out == "consumer  order.created  no schema\n"
    written = lock_path(project).read_bytes()
    assert json.loads(written)["no_schema"] == [{"kind": "event", "name": "order.created", "role": "consumer"}]
    assert pull(project, service="billing", url=registry).code == 0
    assert lock_path(project).read_bytes() == written


def test_a_service_that_nobody_knows_is_a_finding(project: Project, shop: str) -> None:
    """A misspelt service is not a service without contracts."""
    answer = pull(project, project.docs, service="biling", url=shop)
    assert answer.code == 1
    assert "biling" in answer.err


def test_a_name_that_no_service_has_is_a_slip(project: Project) -> None:
    """Names of services hold no colon."""
    assert pull(project, service="a:b").code == 2


def test_documents_with_errors_are_not_locked(project: Project) -> None:
    """What a broken document holds is not known; the problem is printed with its line."""
    project.write(UNCLOSED)
    answer = pull(project, project.docs)
    assert answer.code == 1
    assert "docs/orders.md:" in answer.out
    assert not lock_path(project).exists()


def test_own_contracts_need_no_registry(project: Project) -> None:
    """With the registry down, a service whose contracts are all its own is locked all the same, and told."""
    answer = pull(project, project.docs)
    assert answer.code == 0
    assert facts(project) == [("order.created", "producer", None)]
    assert "does not answer" in answer.err


def test_numbers_survive_an_outage(project: Project, registry: str) -> None:
    """With the registry down, the lock file that is there still knows the number of an unchanged schema."""
    send(registry, {"docs/orders.md": order_document()})
    assert pull(project, project.docs, url=registry).code == 0
    before = lock_path(project).read_bytes()
    assert pull(project, project.docs).code == 0
    assert facts(project) == [("order.created", "producer", 1)]
    assert lock_path(project).read_bytes() == before


@pytest.mark.parametrize("service", ["billing", "orders"])
def test_contracts_of_others_need_the_registry(project: Project, shop: str, service: str) -> None:
    """With the registry down, a service that reads what others own is told: exit 3, and the old file stays."""
    assert pull(project, project.docs, service=service, url=shop).code == 0
    before = lock_path(project).read_bytes()
    answer = pull(project, project.docs, service=service)
    assert (answer.code, answer.out) == (3, "")
    assert lock_path(project).read_bytes() == before


def test_without_documents_the_registry_is_needed(project: Project) -> None:
    """A registry that is down is no lock file."""
    assert pull(project).code == 3


def test_a_server_that_is_no_registry_is_no_answer(project: Project, registry: str) -> None:
    """An address that answers something else ends with exit 3."""
    answer = pull(project, url=f"{registry}/elsewhere")
    assert answer.code == 3
    assert "answered 404" in answer.err


def test_a_fresh_file_passes_the_check(project: Project, shop: str) -> None:
    """`--check` writes nothing and says that all is well."""
    assert pull(project, project.docs, "--check", url=shop).code == 1
    assert not lock_path(project).exists()
    assert pull(project, project.docs, url=shop).code == 0
    assert pull(project, project.docs, "--check", url=shop).code == 0


def test_a_stale_file_fails_the_check(project: Project, shop: str) -> None:
    """After an edit the check ends with exit 1, names the file and the command, and leaves the file alone."""
    assert pull(project, project.docs, url=shop).code == 0
    before = lock_path(project).read_bytes()
    project.write(order_document(EXTENDED))
    answer = pull(project, project.docs, "--check", url=shop)
    assert answer.code == 1
    asked = f"bindery pull {project.docs} --service orders --lock {lock_path(project)}"
    assert f"contracts.lock.json is not up to date: run `{asked}`" in answer.err
    assert lock_path(project).read_bytes() == before


def test_cases_are_written_beside_the_lock_file(project: Project, shop: str) -> None:
    """The test messages are of the locked versions, and each is what it says."""
    assert pull(project, project.docs, "--cases", url=shop).code == 0
    written = json.loads((project.root / "contracts.cases.json").read_bytes())
    locked = {entry["name"]: entry for entry in entries(project)}
    assert {item["name"]: item["fingerprint"] for item in written["contracts"]} == {
        name: entry["fingerprint"] for name, entry in locked.items()
    }
    (part,) = written["contracts"][0]["parts"]
    validator = Validator(locked["order.created"]["schema"])
    assert len(part["cases"]) > 5
    assert all(validator.accepts(case["message"]) == case["valid"] for case in part["cases"])


def test_cases_that_are_there_are_kept_up_to_date(project: Project) -> None:
    """Test messages of another version than the lock file's would mislead: they are written and checked with it."""
    assert pull(project, project.docs, "--cases").code == 0
    cases = project.root / "contracts.cases.json"
    before = cases.read_bytes()
    project.write(order_document(EXTENDED))
    assert pull(project, project.docs).code == 0
    assert cases.read_bytes() != before
    cases.write_bytes(before)
    assert pull(project, project.docs, "--check").code == 1


def test_each_lock_file_has_cases_of_its_own(project: Project) -> None:
    """A second lock file in a folder leaves the test messages of the first alone, and they keep its name."""
    assert pull(project, project.docs, "--cases").code == 0
    before = (project.root / "contracts.cases.json").read_bytes()
    project.write(order_document(EXTENDED))
    lock = str(project.root / "other.lock.json")
    other = ("pull", project.docs, "--service", "orders", "--lock", lock, "--url", NOWHERE)
    assert bindery(*other).code == 0
    assert not (project.root / "other.cases.json").exists()
    assert bindery(*other, "--cases").code == 0
    assert (project.root / "contracts.cases.json").read_bytes() == before
    assert (project.root / "other.cases.json").exists()


def test_another_file_is_not_taken_for_a_lock_file(project: Project) -> None:
    """A file that is something else is neither read as one nor overwritten."""
    lock_path(project).write_text('{"name": "package"}', encoding="utf-8")
    answer = pull(project, project.docs)
    assert answer.code == 2
    assert "is no lock file" in answer.err
    assert lock_path(project).read_text(encoding="utf-8") == '{"name": "package"}'


def test_a_place_that_cannot_be_read_is_no_answer(project: Project) -> None:
    """A folder that is a file ends with exit 3."""
    (project.root / "file").write_text("", encoding="utf-8")
    target = str(project.root / "file" / "deeper" / "contracts.lock.json")
    answer = bindery("pull", project.docs, "--service", "orders", "--lock", target, "--url", NOWHERE)
    assert answer.code == 3
    assert "cannot be read" in answer.err

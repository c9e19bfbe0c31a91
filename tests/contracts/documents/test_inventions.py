# ruff: noqa: RUF001 - fullwidth marks of the languages that documents are written in are meant
"""What stands beside contracts in a design document never becomes one: settings, tests, errors, tokens, manifests."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document

TITLES = ("# Orders", "# Order Service — Kafka Events", "# Messaging\n\n## Published events")

# Each of them stands in real documents, beside events and endpoints, and is none.
BLOCKS = {
    "retry policy": """## Retry policy

Failed messages are retried; `order.created.retry` holds them, then `order.created.dlq`.

| Event | Max retries | Backoff |
|---|---|---|
| order.created | 3 | 1s |

```json
{ "maxAttempts": 3, "backoff": "exponential", "type": "order.retried", "topic": "order.created" }
```
""",
    "token": """## Token payload

```json
{ "sub": "user-1", "iss": "auth-service", "type": "user.authenticated", "event": "login", "exp": 1700000000 }
```
""",
    "token claims": """### user.claims

| Claim | Type | Description |
|---|---|---|
| sub | string | the user |
| exp | number | when it ends |
""",
    "error format": """## Error format

```json
{ "type": "https://example.org/problems/not-found", "title": "Not found", "status": 404, "code": "ORDER_FAILED" }
```

### error.response

```json
{ "error": { "code": "ORDER_NOT_FOUND", "message": "no such order" } }
```
""",
    "error codes": """## Error codes

| Code | Status | Description |
|---|---|---|
| ORDER_NOT_FOUND | 404 | no such order |
| PAYMENT_FAILED | 402 | the payment failed |
""",
    "settings": """## Configuration

| Key | Type | Default |
|---|---|---|
| spring.kafka.consumer.group-id | string | billing |
| event.type | string | order.created |

```yaml
event: order.created
producer: orders
```

```json
{ "eventName": "order events", "topic": "order.created", "type": "kafka.enabled" }
```
""",
    "settings under their own name": """### consumer-config

| Name | Type | Default | Description |
|---|---|---|---|
| group | string | billing | |
| enabled | boolean | true | |
""",
    "environment variables": """## Environment variables

| Name | Type | Required | Description |
|---|---|---|---|
| ORDER_CREATED_TOPIC | string | yes | where `order.created` is published |

### KAFKA_ENABLED

| Value | Type | Description |
|---|---|---|
| on | string | events are published |
""",
    "test table": """## Test plan

| Test case | Event | Expected |
|---|---|---|
| happy path | order.created | an invoice |

| Method | Path | Body | Expected status |
|---|---|---|---|
| POST | /orders | {} | 400 |
""",
    "load test": """## Load test

| Endpoint | Requests per second | p99 |
|---|---|---|
| POST /orders | 100 | 30 ms |
""",
    "metrics": """## Metrics

| Metric | Type | Description |
|---|---|---|
| orders_created_total | counter | events published |
| order.created.count | counter | events published |

### events_published_total

| Label | Type |
|---|---|
| status | string |
""",
    "alerts": """## Alerts

| Event | Severity | Consumer |
|---|---|---|
| consumer.lagged | high | on-call |
""",
    "database": """## Database

### outbox_events

| Column | Type | Nullable |
|---|---|---|
| event_id | uuid | no |
| event_type | varchar(100) | no |

### orders_archived

| Column | Type | Constraint |
|---|---|---|
| id | bigint | primary key |

```sql
CREATE TABLE order_created (id bigint);
```
""",
    "manifest": """## Deployment

```yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: order-created
spec:
  replicas: 3
```

### kustomize-based

```yaml
apiVersion: v1
kind: ConfigMap
data:
  EVENT_TYPE: order.created
```
""",
    "tools": """## pre-commit

```yaml
repos:
  - repo: https://example.org/hooks
```

## docker-compose

```yaml
services:
  broker:
    image: rabbitmq:4
```

## rate-limits

```json
{ "burst": 100, "refill": 10 }
```

## api-gateway

**Consumers:** web, mobile

```json
{ "route": "/orders", "upstream": "orders:8080" }
```

## read-only

```json
{ "replica": true }
```

## getting-started

```json
{ "name": "orders", "private": true }
```

## event-driven

Published by everyone.
""",
    "products": """## RabbitMQ

**Producer:** Broadcom

```json
{ "host": "localhost", "port": 5672 }
```

## GitHub

**Consumers:** developers

## NewsFeed

| Field | Type |
|---|---|
| id | uuid |
""",
    "states": """## Order states

| From | To | Event |
|---|---|---|
| PENDING | PAID | payment.succeeded |

| State | Event | Next |
|---|---|---|
| Pending | OrderPaid | Paid |
""",
    "changelog": """## Changelog

- Added `order.created`
- Removed `DELETE /orders/{id}`

| Version | Event | Change |
|---|---|---|
| 2.0 | order.created | a field more |
""",
    "decision": """## ADR 7: events over calls

Orders publishes `OrderCreated`, billing consumes it, and nobody calls `POST /orders/events` any more.

### EventStoreDB

Considered; published by Kurrent.
""",
    "runbook": """## Runbook

1. Look at the lag of `order.created`
2. Call `POST /admin/replay` if it grows

```bash
curl -X POST https://example.org/admin/replay
kafka-consumer-groups --describe --group billing
```

```json
{"level": "info", "event": "order.created", "message": "published"}
```
""",
    "diagrams": """## Flow

```mermaid
sequenceDiagram
  orders->>billing: order.created
```

```
orders -- order.created --> billing
```
""",
}


@pytest.mark.parametrize("title", TITLES, ids=["plain", "in the title", "below a heading"])
@pytest.mark.parametrize("what", BLOCKS)
def test_what_is_no_contract_never_becomes_one(what: str, title: str) -> None:
    """Wherever it stands, under headings that speak of events too."""
    found = read_design_document(f"{title}\n\n{BLOCKS[what]}", path="a.md").contracts
    assert [contract.name for contract in found] == []


# Headings and header cells as the nine languages call them.
# events, settings, (key, type, description), environment, test, (test, event, expected), metrics, database, column
WORDS = {
    "en": ("Events", "Configuration", ("Key", "Type", "Description"), "Tests", ("Test", "Event", "Expected"), "Errors"),
    "ko": ("이벤트", "설정", ("키", "타입", "설명"), "테스트", ("테스트", "이벤트", "예상"), "오류"),
    "zh": ("事件", "配置", ("键", "类型", "说明"), "测试", ("测试", "事件", "预期"), "错误"),
    "ja": ("イベント", "設定", ("キー", "型", "説明"), "テスト", ("テスト", "イベント", "期待値"), "エラー"),
    "es": (
        "Eventos",
        "Configuración",
        ("Clave", "Tipo", "Descripción"),
        "Pruebas",
        ("Prueba", "Evento", "Resultado esperado"),
        "Errores",
    ),
    "pt": (
        "Eventos",
        "Configuração",
        ("Chave", "Tipo", "Descrição"),
        "Testes",
        ("Teste", "Evento", "Resultado esperado"),
        "Erros",
    ),
    "fr": (
        "Événements",
        "Configuration",
        ("Clé", "Type", "Description"),
        "Tests",
        ("Test", "Événement", "Résultat attendu"),
        "Erreurs",
    ),
    "tr": (
        "Olaylar",
        "Yapılandırma",
        ("Anahtar", "Tür", "Açıklama"),
        "Testler",
        ("Test", "Olay", "Beklenen"),
        "Hatalar",
    ),
    "vi": ("Sự kiện", "Cấu hình", ("Khóa", "Kiểu", "Mô tả"), "Kiểm thử", ("Kiểm thử", "Sự kiện", "Kỳ vọng"), "Lỗi"),
}


def table(header: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    """A Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ("---",) * len(header), *rows)) + "\n"


def look_alikes(language: str) -> str:
    """Settings, a test table, a log line and an error format as one language writes them, below a heading of events."""
    events, settings, keys, tests, test, errors = WORDS[language]
    return (
        f"# {events}\n\n## {settings}\n\n{table(keys, ('kafka.topic', 'string', 'order.created'))}\n"
        f'```json\n{{"type": "order.created", "topic": "orders"}}\n```\n\n'
        f"### order.enabled\n\n{table(keys, ('topic', 'string', 'x'))}\n"
        f"### order-enabled\n\n{table(keys, ('topic', 'string', 'x'))}\n"
        f"## {tests}\n\n{table(test, ('1', 'order.created', 'ok'))}\n"
        f'## {errors}\n\n```json\n{{"type": "order.failed", "message": "x"}}\n```\n'
    )


@pytest.mark.parametrize("language", WORDS)
def test_settings_tests_and_errors_are_no_contracts_in_any_language(language: str) -> None:
    """The words of nine languages say what a table is about, and what it is not."""
    found = read_design_document(look_alikes(language), path="a.md").contracts
    assert [contract.name for contract in found] == []

"""The peers of the client: other validators, and the serialisers of other registries, each in its best form."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import fastjsonschema
import jsonschema_rs
from confluent_kafka.schema_registry import Schema, topic_subject_name_strategy
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.schema_registry_client import SchemaRegistryClient
from confluent_kafka.serialization import MessageField, SerializationContext
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Callable

    from client_messages import Sample

TOPIC = "orders"


def jsonschema_check(sample: Sample) -> Callable[[], bool]:
    """`jsonschema`: compiled once, formats on."""
    validator = Draft202012Validator(sample.schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return partial(validator.is_valid, sample.message)


def bare_check(schema: object, message: object) -> Callable[[], bool]:
    """`jsonschema-rs` and nothing around it."""
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)
    return partial(validator.is_valid, message)


def fastjsonschema_check(sample: Sample) -> Callable[[], object]:
    """`fastjsonschema`: code generated from the schema."""
    return partial(fastjsonschema.compile(sample.schema), sample.message)


class Confluent:
    """Confluent's serialisers over their own mock of a registry, with the cheapest naming of subjects."""

    def __init__(self, sample: Sample) -> None:
        registry = SchemaRegistryClient.new_client({"url": "mock://bench"})
        schema = Schema(json.dumps(sample.schema), schema_type="JSON")
        strategy = {"subject.name.strategy": topic_subject_name_strategy}
        self._context = SerializationContext(TOPIC, MessageField.VALUE)
        self._serialise = JSONSerializer(schema, registry, conf=strategy)
        self._read = JSONDeserializer(schema, schema_registry_client=registry, conf=strategy)
        self._message = sample.message
        self._body = self._serialise(sample.message, self._context)

    def encode(self) -> bytes:
        """The message, validated and serialised."""
        return self._serialise(self._message, self._context)

    def decode(self) -> object:
        """The message of a body, validated."""
        return self._read(self._body, self._context)


class Glue:
    """AWS Glue's serialiser with a registry that answers at once; its cache is its own."""

    def __init__(self, sample: Sample) -> None:
        from aws_schema_registry import DataAndSchema, KafkaSerializer  # noqa: PLC0415 - it may not be installed
        from aws_schema_registry.jsonschema import JsonSchema  # noqa: PLC0415 - the same

        self._serialise = KafkaSerializer(_GlueRegistry())
        self._data = DataAndSchema(sample.message, JsonSchema(sample.schema))

    def encode(self) -> bytes:
        """The message, validated and serialised."""
        return self._serialise.serialize(TOPIC, self._data)


class _GlueRegistry:
    """The one method of Glue's client that its serialiser asks."""

    version_id = UUID(int=1)

    def get_or_register_schema_version(self, **_facts: object) -> _GlueRegistry:
        """A version that is registered already."""
        return self

"""Events and their sequence, what contracts are found by, and what the registry is told of their end.

Revision 0004, after 0003.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Events and their sequence, what contracts are found by, and what the registry is told of their end."""
    sequence = op.create_table(
        "sequence",
        *_columns_of_every_table(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sequence")),
        sa.UniqueConstraint("name", name=op.f("uq_sequence_name")),
    )
    op.bulk_insert(sequence, [_row(name="outbox", value=0)])
    op.create_table(
        "outbox",
        *_columns_of_every_table(),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("sequence", name=op.f("uq_outbox_sequence")),
    )
    op.create_index(op.f("ix_outbox_delivered_at"), "outbox", ["delivered_at"])
    _add_lifecycle()
    _add_search()


def downgrade() -> None:
    """Take it back: column by column, for a table that others refer to must not be made anew."""
    op.drop_index(op.f("ix_schema_field_name"), "schema_field")
    op.drop_table("schema_field")
    op.drop_index(op.f("ix_contract_tag_tag"), "contract_tag")
    op.drop_table("contract_tag")
    op.drop_column("contract_version", "sunset_on")
    op.drop_column("contract_version", "deprecation_reason")
    op.drop_column("contract", "sunset_on")
    op.drop_column("contract", "deprecation_reason")
    op.drop_column("contract", "deprecated_at")
    op.drop_index(op.f("ix_outbox_delivered_at"), "outbox")
    op.drop_table("outbox")
    op.drop_table("sequence")


def _add_lifecycle() -> None:
    with op.batch_alter_table("contract") as table:
        table.add_column(sa.Column("deprecated_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(_reason())
        table.add_column(sa.Column("sunset_on", sa.Date(), nullable=True))
    with op.batch_alter_table("contract_version") as table:
        table.add_column(_reason())
        table.add_column(sa.Column("sunset_on", sa.Date(), nullable=True))
    op.create_table(
        "contract_tag",
        *_columns_of_every_table(),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_tag_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_tag")),
        sa.UniqueConstraint("contract_id", "tag", name=op.f("uq_contract_tag_contract_id_tag")),
    )
    op.create_index(op.f("ix_contract_tag_tag"), "contract_tag", ["tag"])


def _reason() -> sa.Column[str]:
    return sa.Column("deprecation_reason", sa.String(), nullable=False, server_default="")


def _add_search() -> None:
    field = op.create_table(
        "schema_field",
        *_columns_of_every_table(),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["fingerprint"], ["schema.fingerprint"], name=op.f("fk_schema_field_fingerprint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schema_field")),
        sa.UniqueConstraint("fingerprint", "name", name=op.f("uq_schema_field_fingerprint_name")),
    )
    op.create_index(op.f("ix_schema_field_name"), "schema_field", ["name"])
    stored = op.get_bind().execute(sa.text("SELECT fingerprint, body FROM schema")).all()
    for fingerprint, body in stored:
        names = {name.casefold() for name in _names(json.loads(bytes(body)))}
        op.bulk_insert(field, [_row(fingerprint=fingerprint, name=name) for name in sorted(names)])


def _names(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON of any shape
    """The keys of every `properties`: near enough for a search, and on its own for ever, as a migration must be."""
    if isinstance(value, dict):
        yield from value.get("properties", {}) if isinstance(value.get("properties"), dict) else ()
        for inner in value.values():
            yield from _names(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def _columns_of_every_table() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _row(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - what the columns hold
    now = datetime.now(UTC)
    return {"id": uuid4(), "created_at": now, "updated_at": now, **values}

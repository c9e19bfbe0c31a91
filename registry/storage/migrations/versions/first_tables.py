"""The first tables.

Revision 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("source", "path", name=op.f("uq_document_source_path")),
    )
    op.create_table(
        "schema",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schema")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_schema_fingerprint")),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("responsibility", sa.String(), nullable=False),
        sa.Column("tech_stack", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("name", name=op.f("uq_service_name")),
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner_document_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=True),
        sa.Column("declaration", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["owner_document_id"], ["document.id"], name=op.f("fk_contract_owner_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_contract_kind_name")),
    )
    op.create_index(op.f("ix_contract_name"), "contract", ["name"])
    op.create_index(op.f("ix_contract_owner_document_id"), "contract", ["owner_document_id"])

    op.create_table(
        "document_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("commit", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("excerpts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_revision_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_revision")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_document_revision_document_id_number")),
    )
    op.create_table(
        "edge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("from_service", sa.String(), nullable=False),
        sa.Column("to_service", sa.String(), nullable=False),
        sa.Column("protocol", sa.String(), nullable=False),
        sa.Column("pattern", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_edge_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edge")),
    )
    op.create_index(op.f("ix_edge_document_id"), "edge", ["document_id"])

    op.create_table(
        "contract_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("document_revision_id", sa.Uuid(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=True),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("accepted_reason", sa.String(), nullable=True),
        sa.Column("is_deprecated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_version_contract_id")),
        sa.ForeignKeyConstraint(
            ["document_revision_id"], ["document_revision.id"], name=op.f("fk_contract_version_document_revision_id")
        ),
        sa.ForeignKeyConstraint(["fingerprint"], ["schema.fingerprint"], name=op.f("fk_contract_version_fingerprint")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_version")),
        sa.UniqueConstraint("contract_id", "fingerprint", name=op.f("uq_contract_version_contract_id_fingerprint")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_contract_version_contract_id_number")),
    )
    op.create_table(
        "party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_party_contract_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_party_document_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_party_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint(
            "contract_id",
            "service_id",
            "role",
            "document_id",
            name=op.f("uq_party_contract_id_service_id_role_document_id"),
        ),
    )
    op.create_index(op.f("ix_party_document_id"), "party", ["document_id"])
    op.create_index(op.f("ix_party_service_id"), "party", ["service_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_party_service_id"), "party")
    op.drop_index(op.f("ix_party_document_id"), "party")

    op.drop_table("party")
    op.drop_table("contract_version")
    op.drop_index(op.f("ix_edge_document_id"), "edge")

    op.drop_table("edge")
    op.drop_table("document_revision")
    op.drop_index(op.f("ix_contract_owner_document_id"), "contract")
    op.drop_index(op.f("ix_contract_name"), "contract")

    op.drop_table("contract")
    op.drop_table("service")
    op.drop_table("schema")
    op.drop_table("document")

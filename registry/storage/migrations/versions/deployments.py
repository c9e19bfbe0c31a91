"""Environments, builds and where they run, and what contract tests said.

Revision 0003, after 0002.
"""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FIRST_ENVIRONMENTS = ("staging", "production")


def upgrade() -> None:
    """Environments, builds and where they run, and what contract tests said."""
    op.create_table(
        "build",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build")),
        sa.UniqueConstraint("service", "version", name=op.f("uq_build_service_version")),
    )
    op.create_table(
        "environment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_environment")),
        sa.UniqueConstraint("name", name=op.f("uq_environment_name")),
    )
    op.create_table(
        "deployment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("build_id", sa.Uuid(), nullable=False),
        sa.Column("environment_id", sa.Uuid(), nullable=False),
        sa.Column("instance", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["build_id"], ["build.id"], name=op.f("fk_deployment_build_id")),
        sa.ForeignKeyConstraint(["environment_id"], ["environment.id"], name=op.f("fk_deployment_environment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
    )
    op.create_index(op.f("ix_deployment_build_id"), "deployment", ["build_id"], unique=False)
    op.create_index(op.f("ix_deployment_environment_id"), "deployment", ["environment_id"], unique=False)
    op.create_table(
        "verification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("has_passed", sa.Boolean(), nullable=False),
        sa.Column("tests", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_verification_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
        sa.UniqueConstraint(
            "service", "version", "contract_id", "role", name=op.f("uq_verification_service_version_contract_id_role")
        ),
    )
    op.create_table(
        "build_contract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("build_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("contract_version_id", sa.Uuid(), nullable=True),
        sa.Column("content_model", sa.String(), nullable=False),
        sa.Column("formats", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["build_id"], ["build.id"], name=op.f("fk_build_contract_build_id")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_build_contract_contract_id")),
        sa.ForeignKeyConstraint(
            ["contract_version_id"], ["contract_version.id"], name=op.f("fk_build_contract_contract_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build_contract")),
        sa.UniqueConstraint(
            "build_id", "contract_id", "role", name=op.f("uq_build_contract_build_id_contract_id_role")
        ),
    )
    op.create_index(op.f("ix_build_contract_contract_id"), "build_contract", ["contract_id"], unique=False)
    op.create_index(
        op.f("ix_build_contract_contract_version_id"), "build_contract", ["contract_version_id"], unique=False
    )
    now = datetime.now(UTC)
    op.bulk_insert(
        sa.table(
            "environment",
            sa.column("id", sa.Uuid()),
            sa.column("created_at", sa.DateTime(timezone=True)),
            sa.column("updated_at", sa.DateTime(timezone=True)),
            sa.column("name", sa.String()),
        ),
        [{"id": uuid.uuid4(), "created_at": now, "updated_at": now, "name": name} for name in FIRST_ENVIRONMENTS],
    )


def downgrade() -> None:
    """The tables before."""
    op.drop_index(op.f("ix_build_contract_contract_version_id"), table_name="build_contract")
    op.drop_index(op.f("ix_build_contract_contract_id"), table_name="build_contract")
    op.drop_table("build_contract")
    op.drop_table("verification")
    op.drop_index(op.f("ix_deployment_environment_id"), table_name="deployment")
    op.drop_index(op.f("ix_deployment_build_id"), table_name="deployment")
    op.drop_table("deployment")
    op.drop_table("environment")
    op.drop_table("build")

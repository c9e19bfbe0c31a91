"""An index that counts what services have a role in, without reading their parties.

Revision 0007, after 0006.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OLD, _NEW = "ix_party_service_id", "ix_party_service_id_role_contract_id"


def upgrade() -> None:
    """Put it in the place of the one that begins with the same column."""
    op.create_index(_NEW, "party", ["service_id", "role", "contract_id"])
    op.drop_index(_OLD, "party")


def downgrade() -> None:
    """Put the old one back."""
    op.create_index(_OLD, "party", ["service_id"])
    op.drop_index(_NEW, "party")

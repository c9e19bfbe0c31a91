"""Which version of a contract its tests were made with.

Revision 0006, after 0005. Of results that are there already it is not known: they get none, and count for no version.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("verification", sa.Column("fingerprint", sa.String(), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("verification", "fingerprint")

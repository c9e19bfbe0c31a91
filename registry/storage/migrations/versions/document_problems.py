"""What was found wrong in each revision of a document.

Revision 0005, after 0004. Of revisions that are there already nothing is known: they get none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: as one statement, for a table that others refer to must not be made anew."""
    op.add_column("document_revision", sa.Column("problems", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("document_revision", "problems")

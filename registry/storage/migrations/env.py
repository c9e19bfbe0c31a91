"""What Alembic runs: always on a connection that `registry.storage.migration` hands over, inside its transaction."""

from alembic import context

from registry.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a constraint: Alembic copies the table
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()

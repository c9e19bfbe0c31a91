"""The stores, the tables and their migrations: all the SQL of Bindery.

`Database.reading()` and `Database.writing()` open a unit of work and give a `Store`; leaving `writing()` is the one
commit of a use case.
"""

from registry.errors.conflicts import Raced
from registry.storage.database import Database, Store
from registry.storage.failures import twice
from registry.storage.migration import is_current, migrate

__all__ = ["Database", "Raced", "Store", "is_current", "migrate", "twice"]

"""The client of Bindery: enforces contracts where messages are published and consumed.

This release is the distribution only: enforcement arrives with the next one.

>>> import bindery_client
>>> bindery_client.__version__
'0.1.0'
"""

__version__ = "0.1.0"

__all__ = ["__version__"]

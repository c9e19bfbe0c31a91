"""Recognisers of operations: tables and sections -> claims -> contracts."""

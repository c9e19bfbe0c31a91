"""The use cases: one function each. They open the units of work; what is in them is decided by the core."""

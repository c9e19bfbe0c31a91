"""What is peculiar to operations: which parts meet, parameters on the wire, terms, and complete exchanges."""

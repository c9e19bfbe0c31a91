"""OpenAPI 3.0 and 3.1 documents -> operations, in the words of the model.

text -> `tree` (values that know their line) -> `references` and `schemas` (self-contained JSON Schema 2020-12)
     -> `parameters`, `bodies`, `security` -> `reading` (contracts and problems)

Source: OpenAPI Specification 3.0.4 and 3.1.1, https://spec.openapis.org/oas/
"""

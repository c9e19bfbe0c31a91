"""AsyncAPI 2.x and 3.x documents -> events.

    text -> node tree with positions (`data_files`) -> messages (`messages`) -> contracts (`contracts`)

A message is an event. Its name is, in this order: the one value of its type key (`eventType: {const: order.created}`),
its `name`, the name it is kept under, the address of its channel; the first that can be the name of an event. Where
the last two are spellings of each other (`orderCreated`, `order.created`), it is the address. The service is
`x-service` of the document or of `info`, else `info.title`; other parties are named by `x-producer` and `x-consumers`
of a message. Only payloads that are JSON Schema are read.
"""

from contracts.documents.asyncapi.contracts import asyncapi_events, read_asyncapi

__all__ = ["asyncapi_events", "read_asyncapi"]

"""Telling a broker: nothing here knows what an event means, or where it is kept; only what it must look like."""

from registry.messaging.own_contracts import NotAsDeclared, check_event
from registry.messaging.publisher import BrokerUnavailable, Message, Publisher

__all__ = ["BrokerUnavailable", "Message", "NotAsDeclared", "Publisher", "check_event"]

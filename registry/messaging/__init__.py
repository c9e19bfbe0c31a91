"""Telling a broker: nothing here knows what an event means, or where it is kept."""

from registry.messaging.publisher import BrokerUnavailable, Message, Publisher

__all__ = ["BrokerUnavailable", "Message", "Publisher"]

"""HallChat: a self-hosted room chat, interface and all in Python."""

__version__ = "0.1.0"

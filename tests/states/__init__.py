"""The states: whole tabs, without a browser."""

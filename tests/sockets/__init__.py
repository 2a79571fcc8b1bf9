"""The websocket of a running server, spoken to by somebody who knows no page and no manners."""

"""One unit of work on the database, as services see it."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Executable

from hallchat.events import Event

T = TypeVar("T")


class Transaction:
    """One unit of work: where to execute, and what happened in it."""

    __slots__ = ("connection", "events", "wrote")

    def __init__(self, connection: Connection) -> None:
        """Start with nothing happened."""
        self.connection = connection
        self.events: list[Event] = []
        self.wrote = False

    def execute(self, statement: Executable, parameters: dict[str, Any] | None = None) -> CursorResult[Any]:
        """Execute one statement.

        Args:
            statement: preferably a module constant with ``bindparam``, so that it is compiled once.
            parameters: its values.

        Returns:
            SQLAlchemy's result.
        """
        if not statement.is_select:
            self.wrote = True
        return self.connection.execute(statement, parameters)

    def happened(self, what: Event) -> None:
        """Note an event; it is published after the commit, and not at all when the work fails."""
        self.events.append(what)


Work = Callable[[Transaction], T]
"""What is done in one transaction."""

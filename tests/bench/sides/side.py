"""What a measure needs to know of a side."""

from typing import Protocol

from tests.bench.dialects import Dialect
from tests.bench.seed import Seed


class Side(Protocol):
    """A server and who may come to it."""

    name: str
    stores: bool  # whether what is posted is on disk
    measures: frozenset[str] | None  # which it takes part in; None for all
    seed: Seed
    host: str  # its address and port

    @property
    def leader(self) -> int:
        """The process that leads the session of its processes."""
        ...

    def dialect(self, hall_id: int) -> Dialect:
        """Return how its sessions speak in a hall."""
        ...

    def start(self) -> float:
        """Start it and return the seconds until its first answer."""
        ...

    def kill(self) -> None:
        """End it from one moment to the next."""
        ...

    def stop(self) -> None:
        """Stop it in good order."""
        ...

"""HallChat in real browsers, as people use it."""

"""The benchmark: HallChat beside its peers, on the same load, on this machine. ``python -m tests.bench`` runs it."""

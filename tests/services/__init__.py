"""The services, each on a fresh database."""

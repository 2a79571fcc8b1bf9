"""Reflex states, one for each concern. They translate between the browser and the services, and never decide."""

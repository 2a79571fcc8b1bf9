"""The demo: people, halls and what was said in them, in Spanish and English, to see HallChat alive.

What is said stands in ``content/``; here it gets its times and goes through the services, as if people had said it.
"""

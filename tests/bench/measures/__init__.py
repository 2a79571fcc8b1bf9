"""What is measured: a module for each, with ``measure(side, crew, scale)`` that returns figures by name.

A figure that a side does not have is left out.
"""

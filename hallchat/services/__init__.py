"""What HallChat does, as plain functions on a transaction: the only code that writes.

Each takes the actor and reaches a hall through ``access.reach`` alone.
"""

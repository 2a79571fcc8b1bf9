"""The proof of the delivery contract: nothing acknowledged is lost, nothing appears twice, everyone sees the same order.

A real server on a real file, clients that speak as pages do, faults at random moments, and a checker that
knows nothing of any of them: it only reads what was recorded, and what is stored in the end.
"""

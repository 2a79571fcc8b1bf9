"""The servers that HallChat is measured beside, written as their own documentation advises."""

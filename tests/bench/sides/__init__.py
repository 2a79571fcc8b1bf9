"""The sides of the benchmark: each a server that is started, spoken to, killed and stopped in the same way."""

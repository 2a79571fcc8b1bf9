"""The live end, over a database of lists and over the real one."""

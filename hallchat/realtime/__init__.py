"""The live end: what every open tab of every member sees the moment it is saved."""

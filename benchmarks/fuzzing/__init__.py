"""Mutated inputs, and what is watched while they are tried."""

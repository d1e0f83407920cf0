"""The commands. Each file is a signature and one call."""

"""Whether a text bears out a statement, by a model that reads both."""

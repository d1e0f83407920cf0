"""Answers from a folder of news articles, every sentence of which can be checked."""

__version__ = "0.1.0"

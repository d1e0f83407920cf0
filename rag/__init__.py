"""Answers from a folder of news articles, every sentence of which can be checked."""

from rag.quiet import silence

silence()  # before anything else can import what would report

__version__ = "0.1.0"

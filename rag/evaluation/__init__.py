"""Runs suites of questions and says how good the answers are."""

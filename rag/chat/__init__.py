"""A conversation: what a follow-up question means, and what a reporter does between questions. No terminal in it."""

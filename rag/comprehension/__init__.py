"""Reading a text for a question: whether it answers, and which of its words do."""

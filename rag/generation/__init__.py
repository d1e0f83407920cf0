"""Language models: their names, their clients, the prompts they are given, and how they fail."""

"""From files to articles, their blocks and their passages."""

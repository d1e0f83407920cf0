"""What people and programs see. Knows only types."""

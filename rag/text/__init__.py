"""Pure functions over text. Every offset they return is true."""

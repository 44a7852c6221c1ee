"""Writing a letter, and sending it."""

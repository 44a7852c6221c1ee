"""What support does with a case."""

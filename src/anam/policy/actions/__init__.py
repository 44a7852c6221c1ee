"""What support may change, one verb to a file."""

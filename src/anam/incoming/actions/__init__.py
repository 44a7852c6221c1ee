"""What is done with mail that comes in."""

"""What can be done with a support case."""

"""What can be done with an order, one verb to a file."""

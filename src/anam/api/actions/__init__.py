"""What can be done with tokens, and the one thing that only the API does: recording an order."""

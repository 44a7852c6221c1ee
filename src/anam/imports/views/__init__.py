"""Where makers bring in what they have elsewhere."""

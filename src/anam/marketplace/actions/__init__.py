"""What can be done with the marketplace's own settings."""

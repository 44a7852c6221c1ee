"""What can be done with the marketplace's terms and its privacy notice."""

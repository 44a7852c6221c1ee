"""What a buyer sends back, as a case with its steps."""

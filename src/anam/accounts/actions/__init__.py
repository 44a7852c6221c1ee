"""What can be done about who has an account."""

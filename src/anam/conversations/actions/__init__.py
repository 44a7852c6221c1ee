"""What can be done in the Message Center."""

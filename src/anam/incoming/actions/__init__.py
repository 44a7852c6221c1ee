"""Taking an e-mail in, and finding where it belongs."""

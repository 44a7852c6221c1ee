"""Writing an e-mail, and sending it."""

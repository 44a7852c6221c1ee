"""What we rely on at Stripe, tested through its own library: of the stand-in always, of others where at hand."""

"""What becomes of orders, cases and the ledger when money moves at Stripe: tests that cross apps."""

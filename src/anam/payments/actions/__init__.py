"""What can be done with money: authorise, hold, capture, release, refund, and what people confirm of it."""

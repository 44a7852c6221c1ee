"""Cancelling an order, or a part of it: what a plan is made of, the plan, and its writing."""

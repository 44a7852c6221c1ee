"""Requests to addresses that somebody gave us: to the open internet only, and for so long only."""

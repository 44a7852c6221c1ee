"""Turning a basket into orders."""

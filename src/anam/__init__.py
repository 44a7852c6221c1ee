"""Anam: an order desk for craft marketplaces."""

__version__ = "0.1.0"

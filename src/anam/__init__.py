"""Anam: an order desk for craft marketplaces."""

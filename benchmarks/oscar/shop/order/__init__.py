"""Oscar's app of orders, with the shop's own EventHandler in processing.py."""

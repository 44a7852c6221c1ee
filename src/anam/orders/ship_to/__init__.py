"""Where an order is sent: who sees it, and how it is changed."""

"""Support’s screens: the desk, a case, money that is stuck, an order as support sees it."""

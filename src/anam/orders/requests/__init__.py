"""A buyer asks to cancel an order, or a part of it; the maker or support answers."""

"""What a shop does with its addresses: one verb, one file."""

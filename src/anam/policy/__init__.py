"""The marketplace's numbers and its reasons, by version: an order keeps those it was placed under (D13)."""

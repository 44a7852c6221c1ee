"""An order is placed, accepted, shipped and completed."""

"""How a marketplace is opened, and what its operator changes later, one verb to a file."""

"""What goes in and what comes out: the public shapes, and how they are made."""

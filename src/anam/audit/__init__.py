"""What must always be true, asked of the database by `anam verify`: above everything it looks at."""

"""Pictures that somebody sent: decoded in a process of their own, one at a time, within bounds of time and memory."""

"""What orders do with payments: they hear of operations, and people confirm what others hold."""

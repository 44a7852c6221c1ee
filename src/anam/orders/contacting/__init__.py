"""The maker tells the buyer first (D3), and who may write first (D4)."""

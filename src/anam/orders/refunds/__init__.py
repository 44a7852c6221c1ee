"""What support gives back of an order that has shipped (M12)."""

"""What can be done with money: authorise, capture, give back, settle."""

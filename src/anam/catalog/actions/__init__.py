"""What can be done with storefronts."""

"""The maker asks support (D6); support tells the buyer or declines on their behalf."""

"""What the e-mails about an order say (D10): one file for each subject, one function for each reader."""

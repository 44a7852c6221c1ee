"""What a maker does with a file that they bring in, and what a job does for them."""

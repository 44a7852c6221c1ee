"""A shop of django-oscar: this folder runs in Oscar's own environment, never in ours."""

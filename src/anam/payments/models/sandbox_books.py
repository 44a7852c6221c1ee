"""The sandbox gateway's own books."""

from django.db import models


class SandboxCharge(models.Model):
    """The sandbox gateway's own books: what it holds and has given back, whatever Anam believes."""

    reference = models.CharField(max_length=80, unique=True)
    card = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3)
    authorised = models.BigIntegerField()
    captured = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    voided = models.BooleanField(default=False)

    class Meta:
        db_table = "sandbox_charge"


class SandboxCall(models.Model):
    """A key that the sandbox has seen, and what it did for it: the same key does nothing twice."""

    key = models.CharField(max_length=80, unique=True)
    reference = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    amount = models.BigIntegerField()
    calls = models.IntegerField(default=1)

    class Meta:
        db_table = "sandbox_call"


class SandboxFault(models.Model):
    """How the sandbox misbehaves: for every charge, or for the one whose reference it names."""

    class Mode(models.TextChoices):
        DOWN = "down"  # answers nothing, does nothing
        TIMEOUT = "timeout"  # does it, and never answers
        SLOW = "slow"  # does it, after some seconds
        REFUSE = "refuse"  # says no

    reference = models.CharField(max_length=80, blank=True, unique=True, help_text="empty: every charge")
    mode = models.CharField(max_length=8, choices=Mode)
    times = models.IntegerField(null=True, help_text="how many calls are still to go wrong; empty: all")

    class Meta:
        db_table = "sandbox_fault"

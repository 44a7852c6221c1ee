"""What the operator has chosen for the whole marketplace, in one row."""

from django.conf import settings
from django.db import models
from django.db.models import Q

MAX_NAME_LENGTH = 80


class Marketplace(models.Model):
    """The one row. What is empty in it is as the environment has it, or as Anam begins.

    `version` goes up with each change of what pages and e-mails show: every process knows by it that what it remembers
    is old (current.py).
    """

    name = models.CharField(max_length=MAX_NAME_LENGTH, blank=True)
    support_email = models.EmailField(max_length=254, blank=True)
    accent = models.CharField(max_length=7, blank=True, help_text="#rrggbb, as it is in the light")
    version = models.PositiveIntegerField(default=1)
    has_terms = models.BooleanField(default=False)
    has_privacy = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Opening it: how far its operator has come
    setup_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the token of the one-time address")
    mail_code_digest = models.CharField(max_length=64, blank=True)
    mail_test_key = models.CharField(max_length=120, blank=True, help_text="the key of the test email")
    mail_arrived_at = models.DateTimeField(null=True)
    mail_wrong_codes = models.PositiveSmallIntegerField(default=0)
    skipped = models.JSONField(default=list, blank=True, help_text="steps that the operator put off")
    opened_at = models.DateTimeField(null=True, help_text="when the operator said that it is set up")

    class Meta:
        db_table = "marketplace"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="marketplace_is_one_row"),
            models.CheckConstraint(
                condition=Q(accent="") | Q(accent__regex=r"^#[0-9a-f]{6}$"), name="marketplace_accent_is_a_colour"
            ),
        ]

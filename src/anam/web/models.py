"""What is kept for everybody's forms."""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """What somebody has typed into a form and not sent: theirs alone, one for each form's address."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=300, help_text="the address that the form is sent to")
    fields = models.TextField(blank=True, help_text="JSON, each name with its values; empty once it was sent")
    sent_from = models.CharField(max_length=16, blank=True, help_text="the page whose words were sent")
    once = models.BooleanField(default=False, help_text="offered once: its form does not say when it was sent")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "form_draft"
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="form_draft_once_a_place")]
        indexes = [models.Index(fields=["changed_at"], name="form_draft_by_age")]

"""What waits for an answer: an invitation, an application, a new address. Of the tokens in links, hashes are kept."""

from django.db import models
from django.db.models import Q

from anam.people.models import User


class EmailChange(models.Model):
    """A new e-mail address that somebody has asked for, until they have shown that it is theirs."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="email_changes")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "email_change"
        constraints = [
            models.UniqueConstraint("user", condition=Q(confirmed_at=None), name="email_change_one_waits"),
        ]

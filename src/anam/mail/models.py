"""Letters: every e-mail that Anam writes, kept with what became of it."""

from django.db import models

from anam.people.models import User


class Letter(models.Model):
    """One e-mail to one person. Its `key` says what it is about: the same key is never written twice (D7)."""

    key = models.CharField(max_length=120, unique=True)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="letters")
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    written_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "letter"
        indexes = [models.Index(fields=["-id"], name="letter_newest")]

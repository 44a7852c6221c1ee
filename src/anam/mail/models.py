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
    kind = models.CharField(max_length=24, default="important", help_text="what preferences call it")
    # What it is about: where an answer to it belongs, and where it is shown that it did not arrive.
    conversation = models.ForeignKey(
        "conversations.Conversation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.SET_NULL, related_name="letters")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.SET_NULL, related_name="letters")
    written_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="when we learned that it did not arrive")
    failure = models.CharField(max_length=300, blank=True, help_text="what the mail server said")

    class Meta:
        db_table = "letter"
        indexes = [models.Index(fields=["-id"], name="letter_newest")]

"""What the operator asks of everybody: the terms and the privacy notice, by version; and who has accepted which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from anam.people.models import User

MAX_SOURCE_LENGTH = 200_000
MAX_CHANGE_LENGTH = 300


class LegalTextQuerySet(models.QuerySet["LegalText"]):
    def in_force(self) -> "LegalTextQuerySet":
        """The newest version of each kind, the terms first; none of a kind that the operator has not written."""
        return self.order_by("-kind", "-version").distinct("kind")

    def of_kind(self, kind: str) -> "LegalTextQuerySet":
        """All versions of a kind, the newest first."""
        return self.filter(kind=kind).order_by("-version")

    def accepted_by(self, user: User) -> "LegalTextQuerySet":
        return self.filter(acceptances__user=user)

    def new_to(self, user: User) -> "list[LegalText]":
        """What is in force and not accepted by `user` yet, the terms first."""
        accepted = set(self.accepted_by(user).values_list("pk", flat=True))
        return [text for text in self.in_force() if text.pk not in accepted]


class LegalText(models.Model):
    """One version of the terms, or of the privacy notice. Versions are only ever added (a trigger keeps it so)."""

    class Kind(models.TextChoices):
        TERMS = "terms", "Terms"
        PRIVACY = "privacy", "Privacy notice"

    kind = models.CharField(max_length=8, choices=Kind)
    version = models.PositiveIntegerField()
    source = models.TextField(help_text="Markdown, the operator's own words")
    change = models.CharField(max_length=MAX_CHANGE_LENGTH, blank=True, help_text="what is new, in a sentence")
    published_at = models.DateTimeField(db_default=Now())
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = LegalTextQuerySet.as_manager()

    class Meta:
        db_table = "legal_text"
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="legal_text_once_a_version"),
            models.CheckConstraint(condition=Q(version__gte=1) & ~Q(source=""), name="legal_text_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.version}"

    def get_absolute_url(self) -> str:
        """Where this very version stays readable."""
        return reverse("legal-version", args=[self.kind, self.version])


class Acceptance(models.Model):
    """That somebody accepted one version, and when; it stays as long as they do."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acceptances")
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "legal_acceptance"
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="legal_acceptance_once")]

"""Tokens, how often they call, and the answers that are kept to be given again."""

from django.db import models

from anam.people.models import User

IS_IN_FORCE = "revoked_at IS NULL"  # `TokenQuerySet.in_force` in SQL, of a row of api_token


class TokenQuerySet(models.QuerySet["Token"]):
    def in_force(self) -> "TokenQuerySet":
        return self.filter(revoked_at=None)

    def of(self, user: User) -> "TokenQuerySet":
        return self.filter(user=user).order_by("revoked_at", "-id")


class Token(models.Model):
    """A key to the API, which acts as its person. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4, help_text="its last characters, to tell one from another")
    reads_only = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, help_text="to the minute")
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        db_table = "api_token"
        constraints = [
            models.UniqueConstraint("user", "name", condition=models.Q(revoked_at=None), name="token_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="token_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Use(models.Model):
    """How often a token called within its minute. An unlogged table: what a crash forgets is one minute's count."""

    token_id = models.BigIntegerField(primary_key=True)
    began_at = models.DateTimeField()
    calls = models.IntegerField()

    class Meta:
        db_table = "api_use"


class IdempotentResponse(models.Model):
    """What a person's POST with an Idempotency-Key was answered, written together with its effect (D7)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="of the address and the body")
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=60)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "api_kept_answer"
        constraints = [models.UniqueConstraint("user", "key", name="kept_answer_once_a_key")]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_age")]

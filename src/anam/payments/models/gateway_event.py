"""What a gateway told us of by itself."""

from django.db import models


class GatewayEvent(models.Model):
    """That something happened at a gateway: kept once, and then looked at there. Nothing of it is believed (M9)."""

    class Topic(models.TextChoices):
        PAYMENT = "payment"
        DISPUTE = "dispute"
        PAGE = "page"

    gateway = models.CharField(max_length=16)
    event_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=80, help_text="as the gateway calls it: 'refund.failed'")
    topic = models.CharField(max_length=16, choices=Topic)
    subject = models.CharField(max_length=255, help_text="what it happened to, as the gateway calls it")
    reference = models.CharField(max_length=80, help_text="the authorisation behind that")
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "gateway_event"
        constraints = [models.UniqueConstraint("gateway", "event_id", name="gateway_event_once")]

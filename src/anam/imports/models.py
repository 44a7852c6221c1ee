"""What makers bring in through the portal: the file, in pieces, until it is done with; and what came of it."""

from datetime import datetime
from typing import Any

from django.db import models

from anam.coded import CodedField, worded
from anam.imports.sentences import SENTENCES
from anam.people.models import Maker, User


class ImportQuerySet(models.QuerySet["Import"]):
    def of_maker(self, maker: Maker) -> "ImportQuerySet":
        return self.filter(maker=maker)

    def newest_first(self) -> "ImportQuerySet":
        return self.select_related("by").order_by("-id")

    def done_with(self, *, before: datetime) -> "ImportQuerySet":
        """Those whose file nobody will need any more."""
        return self.filter(models.Q(stage=Import.Stage.DONE) | models.Q(asked_at__lt=before))


class Import(models.Model):
    """One file of one maker, first tried and then imported. Only its job moves it on; a job may be repeated."""

    class Stage(models.TextChoices):
        CHECKING = "checking", "Checking"
        CHECKED = "checked", "Ready to import"
        RUNNING = "running", "Importing"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        UNUSABLE = "unusable", "Can’t be read"

    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # One form is one import, however often it is sent.
    key = models.UUIDField()
    what = models.CharField(max_length=8, help_text="order or product")
    format = models.CharField(max_length=24)
    time_zone = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField(help_text="bytes")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.CHECKING)
    why: Any = CodedField(SENTENCES, help_text="why it cannot be used, or was given up")
    position = models.BigIntegerField(default=0, help_text="how many bytes are read")
    read = models.IntegerField(default=0, help_text="how many orders or products are through")
    ignored = models.IntegerField(default=0, help_text="columns or fields that were left unread")
    would: Any = models.JSONField(default=dict, help_text="what the dry run said")
    became: Any = models.JSONField(default=dict, help_text="what came of it so far")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        db_table = "import"
        constraints = [
            models.UniqueConstraint("maker", "key", name="import_once_a_form"),
            models.CheckConstraint(
                condition=models.Q(stage__in=["checking", "checked", "running", "done", "stopped", "unusable"]),
                name="import_stage_known",
            ),
        ]
        indexes = [models.Index(fields=["maker", "-id"], name="import_of_maker")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def words(self) -> str:
        """Why it cannot be used, or was given up; "" where nothing is wrong."""
        return worded(self.why, SENTENCES)

    @property
    def goes_on(self) -> bool:
        """Whether a job is at it."""
        return self.stage in (self.Stage.CHECKING, self.Stage.RUNNING)

    @property
    def can_go_on(self) -> bool:
        """Whether it was stopped half-way, and its file is kept still."""
        return self.stage == self.Stage.STOPPED and self.started_at is not None and self.pieces.exists()

    @property
    def percent(self) -> int:
        return min(100, self.position * 100 // self.size) if self.size else 0


class Piece(models.Model):
    """Some of the bytes of a file; `number` counts from 0."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces")
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "import_piece"
        constraints = [models.UniqueConstraint("of", "number", name="import_piece_once")]


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def of_stage(self, one: Import) -> "RefusalQuerySet":
        """What is shown now: of the import, once it has begun; until then of the dry run."""
        return self.filter(of=one, tried=one.started_at is None).order_by("id")

    def noted(self, is_so: bool) -> "RefusalQuerySet":
        return self.filter(noted=is_so)


class Refusal(models.Model):
    """An order or product of the file that was refused, or that is `noted`; `tried`: in the dry run."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refusals")
    tried = models.BooleanField()
    line_number = models.IntegerField()
    name = models.CharField(max_length=300)
    why: Any = CodedField(SENTENCES, default=list, help_text="one sentence, or several")
    noted = models.BooleanField(default=False, help_text="it was not refused: there is something to know of it")

    objects = RefusalQuerySet.as_manager()

    class Meta:
        db_table = "import_refusal"

    @property
    def words(self) -> str:
        return worded(self.why, SENTENCES)


class Told(models.Model):
    """What another system said of an order when it came in: by its `identity` there, it comes in no second time."""

    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="+")
    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=32)
    identity = models.CharField(max_length=120)
    facts: Any = models.JSONField(help_text="as imports.changes tells them")

    class Meta:
        db_table = "import_told"
        constraints = [models.UniqueConstraint("maker", "source", "identity", name="import_told_once")]

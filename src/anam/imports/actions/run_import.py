from collections.abc import Sequence
from typing import Any

from django.db import transaction

from anam.clock import database_now
from anam.coded import Coded
from anam.imports.exports import Options, zone_called
from anam.imports.formats import FORMATS, PRODUCT_FORMATS
from anam.imports.importer import Importer
from anam.imports.models import Import, Piece, Refusal
from anam.imports.outcomes import Outcome, Result
from anam.imports.parsed import UnusableFile
from anam.imports.products import ProductImporter
from anam.imports.report import Tally
from anam.imports.running import run
from anam.imports.uploads import uploaded
from anam.imports.writer import Origin


def run_import(import_id: int) -> None:
    """Look a file through, or import it from where it stands; to its end, or until it is stopped.

    How far it is is written in the transaction of each batch: killed and taken up again, or run by two workers at
    once, each order is counted and written once (D7).
    """
    one = Import.objects.select_related("maker", "by").filter(pk=import_id).first()
    if one is None or not one.goes_on:
        return
    if one.stage == Import.Stage.CHECKING:
        _begin_anew(one)
    try:
        export, importer = _opened(one)
    except UnusableFile as unusable:
        _finish(one, Import.Stage.UNUSABLE, why=unusable.words.kept)
        return
    tally = Tally.from_record(one.would if importer.only_try else one.became, what=one.what)

    def keep(results: Sequence[Result]) -> bool:
        return _keep(one, results, tally, export)

    for _ in run(export, importer, skip=one.read, keep=keep):
        pass
    _finish(one, Import.Stage.CHECKED if importer.only_try else Import.Stage.DONE)


def _begin_anew(one: Import) -> None:
    """A dry run that was killed begins again: nothing of it is left but what it said."""
    with transaction.atomic():
        Import.objects.filter(pk=one.pk, stage=Import.Stage.CHECKING).update(read=0, position=0, would={})
        one.refusals.filter(tried=True).delete()
    one.read, one.position, one.would = 0, 0, {}


def _opened(one: Import) -> tuple[Any, Any]:
    """The export and who writes it: for the maker, and for them alone."""
    options = Options(zone_called(one.time_zone) if one.time_zone else None, one.maker.slug)
    only_try = one.stage == Import.Stage.CHECKING
    if one.what == "product":
        return (
            PRODUCT_FORMATS[one.format].of_file(uploaded(one), options),
            ProductImporter(only_for=one.maker, only_try=only_try, by=one.by),
        )
    of_file = FORMATS[one.format].of_file
    assert of_file
    export = of_file(uploaded(one), options)
    return export, Importer(Origin(export.source, export.same_as), only_for=one.maker, by=one.by, only_try=only_try)


def _keep(one: Import, results: Sequence[Result], tally: Tally, export: Any) -> bool:
    """In the transaction of a batch: how far it is now. False where it was stopped, or another worker is at it."""
    for result in results:
        tally.add(result)
    record = "would" if one.stage == Import.Stage.CHECKING else "became"
    facts = {record: tally.to_json(), "position": export.position, "ignored": export.ignored}
    moved = Import.objects.filter(pk=one.pk, stage=one.stage, read=one.read).update(
        read=one.read + len(results), **facts
    )
    if not moved:
        return False
    one.read += len(results)
    Refusal.objects.bulk_create(
        Refusal(
            of=one,
            tried=one.stage == Import.Stage.CHECKING,
            line_number=result.line_number,
            name=result.name[:300].replace("\0", ""),
            why=result.kept,
            noted=result.outcome != Outcome.REFUSED,
        )
        for result in results
        if result.kept
    )
    return True


def _finish(one: Import, stage: Import.Stage, *, why: Coded | None = None) -> None:
    """Where it is what it was, and all of it is read."""
    with transaction.atomic():
        moved = Import.objects.filter(pk=one.pk, stage=one.stage, read=one.read).update(
            stage=stage, why=why or {}, position=one.size, finished_at=database_now()
        )
        if moved and stage == Import.Stage.DONE:
            Piece.objects.filter(of=one).delete()

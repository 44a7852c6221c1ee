from datetime import timedelta

from anam.clock import database_now
from anam.imports.models import Import, Piece

KEPT_FOR = timedelta(days=14)


def forget_files() -> None:
    """Delete the files of imports that are done with, or that nobody came back to; what came of them stays."""
    Piece.objects.filter(of__in=Import.objects.done_with(before=database_now() - KEPT_FOR)).delete()

from anam.clock import database_now
from anam.coded import coded
from anam.imports.models import Import

_WHY = {"time": "took_too_long", "trouble": "our_trouble"}


def give_up(import_id: int, *, why: str) -> bool:
    """End an import that took too long (`why` is "time"), or failed again and again ("trouble"), and say so.

    What could not be looked through cannot be used; what was coming in is stopped: what is in stays, and it can go
    on from there. False where it was not under way any more.
    """
    ends = {Import.Stage.CHECKING: Import.Stage.UNUSABLE, Import.Stage.RUNNING: Import.Stage.STOPPED}
    ended = {"why": coded(_WHY[why]), "finished_at": database_now()}
    return any(
        Import.objects.filter(pk=import_id, stage=stage).update(stage=end, **ended) for stage, end in ends.items()
    )

from anam.clock import database_now
from anam.imports.models import Import

_WHY = {
    "time": "It took longer to read than a file may. Export it in parts, or ask support to bring it in.",
    "trouble": "Something went wrong on our side, again and again. Ask support to look at it.",
}


def give_up(import_id: int, *, why: str) -> bool:
    """End an import that took too long (`why` is "time"), or failed again and again ("trouble"), and say so.

    What could not be looked through cannot be used; what was coming in is stopped: what is in stays, and it can go
    on from there. False where it was not under way any more.
    """
    ends = {Import.Stage.CHECKING: Import.Stage.UNUSABLE, Import.Stage.RUNNING: Import.Stage.STOPPED}
    return any(
        Import.objects.filter(pk=import_id, stage=stage).update(stage=end, words=_WHY[why], finished_at=database_now())
        for stage, end in ends.items()
    )

from anam import jobs
from anam.imports.models import Import


def queue_import(one: Import) -> None:
    """Write the job that goes on with `one`, in the current transaction.

    One at a time of each maker, so that others need not wait for all of theirs.
    """
    jobs.defer(jobs.to_do("imports.run_import", lock=f"imports of {one.maker_id}", import_id=one.pk))

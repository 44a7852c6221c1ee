from django.db import transaction

from anam.clock import database_now
from anam.coded import Coded
from anam.helpcenter.actions.claim_addresses import claim_addresses
from anam.helpcenter.indexing import read_anew
from anam.helpcenter.library import Library
from anam.helpcenter.models import Article, Version
from anam.helpcenter.reading import Draft
from anam.helpcenter.rendering import Rendered, render
from anam.people.models import User


@transaction.atomic
def save_version(
    article: Article, draft: Draft, *, by: User | None, why: Coded, library: Library
) -> tuple[Rendered, dict[str, str]]:
    """`draft` is what `article` says from now on: its newest version, found by its words and its old addresses.

    The answer is its page, and the addresses that lead to other articles. Raises Unreadable; nothing is changed then.
    """
    page = render(draft, library, path=article.path, known=article.anchors)
    for name, value in draft.columns.items():
        setattr(article, name, value)
    article.version += 1
    article.save()
    Version.objects.create(
        article=article,
        number=article.version,
        title=draft.title,
        source=draft.source,
        by=by,
        at=database_now(),
        why=why,
    )
    taken = claim_addresses(article, draft.addresses)
    read_anew(article, page, library)
    return page, taken

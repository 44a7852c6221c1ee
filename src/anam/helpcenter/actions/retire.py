from django.db import transaction

from anam.clock import database_now
from anam.helpcenter.indexing import know_words
from anam.helpcenter.models import Article
from anam.people.models import User


@transaction.atomic
def retire(article_id: int, *, by: User | None, read_instead: str = "") -> Article:
    """The article is shown no more; its address says so, and names the one to `read_instead` (its slug), if any.

    Retired before is retired: the same click twice. Raises Article.DoesNotExist.
    """
    article = Article.objects.select_for_update().get(pk=article_id)
    if article.retired_at is None:
        article.retired_at, article.retired_by = database_now(), by
    article.read_instead = (
        Article.objects.published().exclude(pk=article.pk).filter(slug=read_instead).first() if read_instead else None
    )
    article.save(update_fields=["retired_at", "retired_by", "read_instead", "changed_at"])
    know_words(added=[], gone=article.words)
    return article

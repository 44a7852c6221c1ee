from django.db import transaction

from anam.helpcenter.indexing import know_words
from anam.helpcenter.models import Article


@transaction.atomic
def bring_back(article_id: int) -> Article:
    """A retired article is shown and found again. Raises Article.DoesNotExist."""
    article = Article.objects.select_for_update().get(pk=article_id)
    if article.retired_at is not None:
        article.retired_at = article.retired_by = article.read_instead = None
        article.save(update_fields=["retired_at", "retired_by", "read_instead", "changed_at"])
        know_words(added=article.words, gone=[])
    return article

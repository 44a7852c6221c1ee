from django.db import transaction

from anam.coded import coded
from anam.helpcenter.actions.edit_article import words
from anam.helpcenter.models import Article
from anam.people.models import User


@transaction.atomic
def settle_waiting(article_id: int, *, take: bool, by: User) -> Article:
    """The file's newer words, which waited because support had edited the article: taken, or left for good.

    Left, they are known as given, so that only a further change of the file waits again. Nothing waiting is nothing
    to do. Raises Article.DoesNotExist, and Refused where they can be read no more.
    """
    article = Article.objects.select_for_update().get(pk=article_id)
    if not article.waiting:
        return article
    waiting = article.waiting
    article.given, article.waiting = waiting, ""
    if take:
        article.retired_at = article.retired_by = None
        words(article, waiting, by=by, why=coded("file_taken"))
    else:
        article.save(update_fields=["given", "waiting", "changed_at"])
    return article

from django.db import transaction

from anam.coded import coded
from anam.helpcenter.actions.edit_article import words
from anam.helpcenter.models import Article, Version
from anam.people.models import User
from anam.refusals import Refused


@transaction.atomic
def go_back(article_id: int, *, number: int, seen: int, by: User) -> Article:
    """The words of version `number` become the newest version again; nothing of what came between is lost.

    Raises Article.DoesNotExist, Version.DoesNotExist, and Refused, `article_changed`, where `seen` is not the newest.
    """
    article = Article.objects.select_for_update().get(pk=article_id)
    version = Version.objects.of_article(article).get(number=number)
    if article.version != seen:
        raise Refused.because("article_changed", "Somebody changed this article meanwhile. Look at its versions again.")
    if version.source != article.source:
        words(article, version.source, by=by, why=coded("back_to", number=number))
    return article

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from anam.coded import coded
from anam.helpcenter.actions.edit_article import check_why, words
from anam.helpcenter.models import Article, longest
from anam.helpcenter.reading import Unreadable, read
from anam.people.models import User
from anam.refusals import Refused


def write_article(*, source: str, slug: str, by: User, why: str) -> Article:
    """Support writes a new article; without a `slug`, its address comes from its title.

    Raises Refused: `article_address` where another article is there or the address is none, and as edit_article does.
    """
    why = check_why(why)
    try:
        slug = slugify(slug or read(source, slug="article").title)[: longest("slug")]
    except Unreadable:
        slug = "article"
    if not slug:
        raise Refused.because("article_address", "Give it an address: small letters, digits and -.")
    article = Article(slug=slug)
    try:
        with transaction.atomic():
            if slug in ("why", "pictures") or Article.objects.filter(slug=slug).exists():
                raise IntegrityError
            words(article, source, by=by, why=coded("said", words=why))
    except IntegrityError:
        raise Refused.because(
            "article_address", f"Another article is at /support/{slug}/. Give this one another address."
        ) from None
    return article

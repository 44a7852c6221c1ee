from anam.clock import database_now
from anam.helpcenter.models import Article, Vote


def vote(article: Article, *, voter: str, helpful: bool, words: str = "") -> Vote:
    """Was this helpful? One answer for each `voter`, a person or a browser; another one takes its place."""
    given, _ = Vote.objects.update_or_create(
        article=article,
        voter=voter,
        defaults={
            "helpful": helpful,
            "words": "" if helpful else words[:1000],
            "version": article.version,
            "at": database_now(),
        },
    )
    return given

from django.db.models import QuerySet

from anam.helpcenter.models import Article
from anam.helpcenter.reading import Draft


def publish(draft: Draft, *, ours: bool, articles: QuerySet[Article]) -> str:
    """Put `draft` among `articles`, at its address. Says what became of it: new, replaced, changed, unchanged."""
    there = articles.filter(slug=draft.slug).first()
    wanted = {**draft.columns, "ours": ours}
    if there and all(getattr(there, name) == value for name, value in wanted.items()):
        return "unchanged"
    articles.update_or_create(slug=draft.slug, defaults=wanted)
    if there is None:
        return "new"
    return "replaced" if there.ours and not ours else "changed"

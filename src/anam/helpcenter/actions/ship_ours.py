from pathlib import Path

from django.db.models import QuerySet

from anam.helpcenter.actions.publish import publish
from anam.helpcenter.models import Article
from anam.helpcenter.reading import decode, read

FOLDER = Path(__file__).resolve().parents[1] / "articles"


def ship_ours(articles: QuerySet[Article]) -> None:
    """Bring the articles that come with Anam up to date among `articles`; what an import put there stays."""
    theirs = set(articles.filter(ours=False).values_list("slug", flat=True))
    shipped = [read(decode(file.read_bytes()), slug=file.stem) for file in sorted(FOLDER.glob("*.md"))]
    for draft in shipped:
        if draft.slug not in theirs:
            publish(draft, ours=True, articles=articles)
    articles.filter(ours=True).exclude(slug__in=[draft.slug for draft in shipped]).delete()

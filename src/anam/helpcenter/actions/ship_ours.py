from pathlib import Path

from anam.helpcenter.actions.publish import publish
from anam.helpcenter.actions.retire import retire
from anam.helpcenter.library import library_now
from anam.helpcenter.models import Article
from anam.helpcenter.reading import Draft, decode, read

FOLDER = Path(__file__).resolve().parents[1] / "articles"


def shipped() -> list[Draft]:
    """The articles that come with Anam, as their files are."""
    return [read(decode(file.read_bytes()), slug=file.stem) for file in sorted(FOLDER.glob("*.md"))]


def ship_ours() -> None:
    """Bring the articles that come with Anam up to date; what an import put in their place, or support wrote, stays."""
    drafts = shipped()
    library = library_now()
    theirs = set(Article.objects.filter(ours=False).values_list("slug", flat=True))
    for draft in drafts:
        if draft.slug not in theirs:
            publish(draft, path=f"{draft.slug}.md", ours=True, library=library)
    for article in Article.objects.filter(ours=True).exclude(slug__in=[draft.slug for draft in drafts]):
        if article.edited_here:
            Article.objects.filter(pk=article.pk).update(ours=False, path="")
        elif not article.retired_at:
            retire(article.pk, by=None)

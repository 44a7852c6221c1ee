from collections.abc import Iterable

from anam.helpcenter.models import Address, Article


def claim_addresses(article: Article, addresses: Iterable[str]) -> dict[str, str]:
    """Let `article` be found at its old `addresses`. The answer: those that lead to others, and to which."""
    wanted = [address for address in dict.fromkeys(addresses) if address and address != article.slug]
    slugs = dict(Article.objects.filter(slug__in=wanted).values_list("slug", "title"))
    known = dict(Address.objects.filter(path__in=wanted).exclude(article=article).values_list("path", "article__title"))
    free = [Address(path=address, article=article) for address in wanted if address not in {**slugs, **known}]
    Address.objects.bulk_create(free, ignore_conflicts=True)
    return {**known, **slugs}

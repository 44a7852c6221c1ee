from anam.catalog.models import ShopPicture

MAX_ALT_LENGTH = 200


def describe_picture(picture: ShopPicture, *, alt: str) -> None:
    """Say what a picture shows, for whoever cannot see it; "" leaves it to the product's title."""
    ShopPicture.objects.filter(pk=picture.pk).update(alt=alt[:MAX_ALT_LENGTH])

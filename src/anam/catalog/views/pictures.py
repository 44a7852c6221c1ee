"""The pictures of a product, and the cover of a storefront: their maker adds, describes, orders and removes them."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.catalog.actions.add_pictures import add_pictures
from anam.catalog.actions.describe_picture import MAX_ALT_LENGTH, describe_picture
from anam.catalog.actions.place_picture import place_picture
from anam.catalog.actions.remove_picture import remove_picture
from anam.catalog.models import ShopPicture
from anam.catalog.sent_pictures import MAX_AT_ONCE, read_pictures
from anam.catalog.views.own_product import own_product
from anam.decoding.limits import PRODUCT
from anam.refusals import Refusal
from anam.web.forms import PageForm, UploadField
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required
from anam.web.uploads import takes_files
from anam.words import count, visible

takes_pictures = takes_files(most_files=MAX_AT_ONCE, most_bytes=PRODUCT.bytes)
# HEIC is not among them: so an iPhone hands over JPEG.
_ACCEPT = "image/jpeg,image/png,image/webp"
_LIMITS = f"JPEG, PNG or WebP, {PRODUCT.bytes // (1024 * 1024)} MB each. Location data is removed from photos."


class PicturesForm(PageForm):
    """Pictures of a product."""

    pictures = UploadField(
        "Add pictures", accept=_ACCEPT, hint=f"Up to {MAX_AT_ONCE} at once. {_LIMITS}", multiple=True
    )


class CoverForm(PageForm):
    """The cover of a storefront."""

    pictures = UploadField("New cover", accept=_ACCEPT, hint=f"Three times as wide as high is best. {_LIMITS}")


def _picture(request: MakerRequest, pk: int) -> ShopPicture:
    found = get_object_or_404(ShopPicture.objects.of_maker(request.maker).select_related("product"), pk=pk)
    if request.method != "POST":
        raise Http404
    return found


def _files(request: MakerRequest) -> "list[UploadedFile[bytes]]":
    return [file for file in request.FILES.getlist("pictures") if isinstance(file, UploadedFile)]


def _show(
    request: MakerRequest, form: PageForm, shown: dict[str, Any], *, refused: Refusal | None, status: int
) -> HttpResponse:
    if refused:
        form.show_wrong({"pictures": refused.message})
    pictures = list(shown["pictures"])
    waiting = any(one.state == ShopPicture.State.WAITING for one in pictures)
    shown |= {"form": form, "pictures": pictures, "waiting": waiting, "max_alt": MAX_ALT_LENGTH}
    page = "catalog/pictures.html#pictures" if request.htmx else "catalog/pictures.html"
    return render(request, page, shown, status=status)


def _show_pictures(
    request: MakerRequest, pk: int, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    product = own_product(request, pk)
    shown = {"product": product, "pictures": product.pictures.all(), "title": product.title}
    return _show(request, PicturesForm.read(request), shown, refused=refused, status=status)


def _show_cover(request: MakerRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    shown = {"pictures": ShopPicture.objects.of_cover(request.maker), "title": "Cover of your storefront"}
    return _show(request, CoverForm.read(request), shown, refused=refused, status=status)


@takes_pictures
@maker_required
@handles(refused=_show_pictures, status=422)
def product_pictures(request: MakerRequest, pk: int) -> HttpResponse:
    """The pictures of a product, with their states; more can be added."""
    if request.method != "POST":
        return _show_pictures(request, pk)
    product = own_product(request, pk)
    _say_added(request, len(add_pictures(read_pictures(_files(request)), maker=request.maker, product=product)))
    return redirect("portal-pictures", product.pk)


@takes_pictures
@maker_required
@handles(refused=_show_cover, status=422)
def cover(request: MakerRequest) -> HttpResponse:
    """The cover of the maker's storefront; another can be sent, which takes its place once it is ready."""
    if request.method != "POST":
        return _show_cover(request)
    _say_added(request, len(add_pictures(read_pictures(_files(request), most=1), maker=request.maker, product=None)))
    return redirect("portal-cover")


def _say_added(request: MakerRequest, number: int) -> None:
    if number:
        messages.success(request, f"{count(number, 'picture')} added.")
    else:
        messages.info(request, "That picture is here already.")


@maker_required
def describe(request: MakerRequest, pk: int) -> HttpResponse:
    """Say what a picture shows."""
    picture = _picture(request, pk)
    describe_picture(picture, alt=" ".join(visible(request.POST.get("alt", "")).split()))
    messages.success(request, "Description saved.")
    return _back(picture)


@maker_required
def place(request: MakerRequest, pk: int) -> HttpResponse:
    """Move a picture of a product to another place among its pictures."""
    picture = _picture(request, pk)
    wanted = request.POST.get("place", "")
    if picture.product_id and wanted.isascii() and wanted.isdigit() and len(wanted) < 4:
        place_picture(picture, place=int(wanted))
    return _back(picture)


@maker_required
def remove(request: MakerRequest, pk: int) -> HttpResponse:
    """Remove a picture. Orders that were placed with it keep it."""
    picture = _picture(request, pk)
    remove_picture(picture)
    messages.success(request, "Picture removed.")
    return _back(picture)


def _back(picture: ShopPicture) -> HttpResponse:
    return redirect("portal-pictures", picture.product_id) if picture.product_id else redirect("portal-cover")

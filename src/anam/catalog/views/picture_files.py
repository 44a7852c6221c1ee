"""The files of pictures of products, for everybody: who knows the key has seen the page that it stands on."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

from anam.media.pictures import stored_as

# A day would do for a file that can change; these cannot, and a browser need never ask for one again.
FOR_EVER = "public, max-age=31536000, immutable"
_KINDS = {"webp": "image/webp", "jpg": "image/jpeg"}


def picture_file(request: HttpRequest, key: str, name: str) -> FileResponse:
    """One size of a picture, from wherever pictures are kept."""
    try:
        file = default_storage.open(stored_as(key, name))
        size = file.size
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, content_type=_KINDS[name.rpartition(".")[2]])
    answer["Content-Length"] = size
    answer["Cache-Control"] = FOR_EVER
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

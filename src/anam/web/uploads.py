"""Files that are sent with a form: never more of them than a form may take, in memory, and large ones on the disk."""

from collections.abc import Callable
from functools import wraps
from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

IN_MEMORY = 6 * 1024 * 1024


class BoundedUpload(FileUploadHandler):
    """Keeps the beginnings of the first `most_files` files, up to `most_bytes` each, and how long each really is.

    The rest is read and thrown away, so that however much is sent, the form that came with it can be answered in words.
    """

    def __init__(self, request: HttpRequest, *, most_files: int, most_bytes: int) -> None:
        super().__init__(request)
        self.most_files, self.most_bytes, self.files = most_files, most_bytes, 0
        self.kept = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the request

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1
        self.kept = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.files <= self.most_files and start < self.most_bytes:
            self.kept.write(raw_data[: self.most_bytes - start])

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )


def takes_files(*, most_files: int, most_bytes: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """For a view whose form brings files. Outermost: what is kept must be settled before the form's token is read."""

    def decorator(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        protected = csrf_protect(view)

        @csrf_exempt  # `protected` asks for the token
        @wraps(view)
        def bounded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                request.upload_handlers = [BoundedUpload(request, most_files=most_files, most_bytes=most_bytes)]
            answer: HttpResponseBase = protected(request, *args, **kwargs)
            return answer

        return bounded

    return decorator

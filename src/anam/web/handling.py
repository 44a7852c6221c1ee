"""What a view answers where its action refuses, or finds nothing: said above the view, and caught in one place."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect

from anam.refusals import Refused

View = Callable[..., HttpResponseBase]
Exceptions = type[Exception] | tuple[type[Exception], ...]


def or_404[Row](found: Row | None) -> Row:
    """What was looked up; 404 where it was not found, or is not theirs (D1)."""
    if found is None:
        raise Http404
    return found


def handles(*, refused: View | str = "", status: int = 409, not_found: Exceptions = ()) -> Callable[[View], View]:
    """For a view: answer Refused as `refused` says, and 404 for what is `not_found`. Stands below `maker_required`.

    `refused` is a page: it is called as the view was, with `refused=` the refusal and `status=`, and shows what was
    typed, which it reads from the request. 409: how things stand is in the way; 422: what was typed is.

    Or `refused` is the name of an address: the browser goes there, and the refusal is a message on its page. The
    first argument of the view says of what.

    `not_found` are exceptions such as Order.DoesNotExist: what is not there and what is not theirs are one 404 (D1).
    Where the view itself looks something up, `get_object_or_404` says so.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def handled(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except not_found:
                raise Http404 from None
            except Refused as no:
                if not refused:
                    raise
                if callable(refused):
                    return refused(request, *args, refused=no.refusal, status=status, **kwargs)
                messages.warning(request, no.refusal.message)
                return redirect(refused, *[*args, *kwargs.values()][:1])

        return handled

    return decorator

"""The form for a message, wherever it stands: in a conversation, on a storefront's page, on an order's."""

from dataclasses import dataclass

from anam.conversations.drafts import Place, draft_in
from anam.conversations.pictures import MOST_BYTES, MOST_PICTURES
from anam.conversations.saying import LONGEST_MESSAGE
from anam.refusals import Refusal
from anam.web.drafts import take_draft
from anam.web.requests import MemberRequest
from anam.words import visible


@dataclass(frozen=True)
class Writing:
    """What the form shows: the words in it, where it stands, and why what was sent in it was not taken."""

    words: str
    place: Place
    refused: Refusal | None = None
    had_pictures: bool = False
    is_draft: bool = False

    most = LONGEST_MESSAGE
    most_pictures = MOST_PICTURES
    most_megabytes = MOST_BYTES // (1024 * 1024)

    @property
    def signed_place(self) -> str:
        return self.place.signed()

    @property
    def about_pictures(self) -> bool:
        """Whether it is the pictures that were refused."""
        return bool(self.refused and "picture" in self.refused.code)


def writing(
    request: MemberRequest, *, maker_id: int, buyer_id: int, order_id: int | None = None, suggested: str = ""
) -> Writing:
    """The form as a page is opened.

    It holds what was typed when the session ended, else the draft that was kept, else `suggested`.
    """
    place = Place(request.user.pk, maker_id, buyer_id, order_id).on_a_new_page()
    kept = visible(take_draft(request).get("message", "")) or draft_in(place)
    return Writing(kept or suggested, place, is_draft=bool(kept))


def sent_back(
    request: MemberRequest,
    refused: Refusal,
    *,
    words: str,
    maker_id: int,
    buyer_id: int,
    order_id: int | None = None,
) -> Writing:
    """The form with what was sent in it, and why it was not taken. A browser keeps no files: they are chosen again."""
    place = Place(request.user.pk, maker_id, buyer_id, order_id).on_a_new_page()
    return Writing(words, place, refused, had_pictures=bool(request.FILES.getlist("pictures")))

"""The form for a message, wherever it stands: in a conversation, on a storefront's page, on an order's."""

from dataclasses import dataclass, replace
from functools import cached_property

from anam.conversations.drafts import DraftKey, draft_in
from anam.conversations.forms import MessageForm, WriteForm
from anam.refusals import Refusal
from anam.web.drafts import take_draft
from anam.web.requests import MemberRequest
from anam.words import visible


@dataclass(frozen=True)
class Composer:
    """What the form shows: the words in it, where it stands, and why what was sent in it was not taken."""

    words: str
    place: DraftKey
    refused: Refusal | None = None
    had_pictures: bool = False
    is_draft: bool = False
    label: str = ""
    hint: str = ""
    rows: int = 5

    @property
    def signed_place(self) -> str:
        return self.place.signed()

    @cached_property
    def form(self) -> WriteForm:
        """Its fields."""
        form = WriteForm({"message": self.words}) if self.refused else WriteForm(initial={"message": self.words})
        message = form.fields["message"]
        message.label, message.help_text = self.label, self.hint
        message.widget.attrs["rows"] = self.rows
        if self.refused:
            again = " Your words are kept; choose the pictures again." if self.had_pictures else ""
            form.is_valid()
            form.add_error("pictures" if "picture" in self.refused.code else "message", self.refused.message + again)
        return form

    def labelled(self, label: str, *, hint: str = "", rows: int = 5) -> "Composer":
        """The same, saying whom one writes to here."""
        return replace(self, label=label, hint=hint, rows=rows)


def composer_for(
    request: MemberRequest,
    *,
    maker_id: int,
    buyer_id: int,
    order_id: int | None = None,
    suggested: str = "",
    refused: Refusal | None = None,
) -> Composer:
    """The form as a page is opened, or as what was sent in it comes back `refused`.

    Opened, it holds what was typed when the session ended, else the draft that was kept, else `suggested`. Refused, it
    holds what was sent, and why it was not taken; a browser keeps no files: they are chosen again.
    """
    place = DraftKey(request.user.pk, maker_id, buyer_id, order_id).on_a_new_page()
    if refused:
        sent = MessageForm.read(request)
        return Composer(sent.words, place, refused, had_pictures=bool(sent.files))
    kept = visible(take_draft(request).get("message", "")) or draft_in(place)
    return Composer(kept or suggested, place, is_draft=bool(kept))

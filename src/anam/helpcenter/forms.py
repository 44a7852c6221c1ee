"""Reads what support writes about articles, and readers about them; decides nothing."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from anam.helpcenter.actions.edit_article import MAX_SOURCE_LENGTH
from anam.web.forms import LineField, PageForm, TextField

# What each refusal is about; the page says above the form what is wrong.
_FIELD = {
    "article_address": "slug",
    "article_unreadable": "source",
    "article_changed": "source",
    "article_why": "why",
}


class SourceField(TextField):
    """An article's source, as it was typed but for its line ends; one character more than may be is kept."""

    def to_python(self, value: Any) -> str:
        return (value or "").replace("\r\n", "\n").replace("\0", "")[: MAX_SOURCE_LENGTH + 1]


class ArticleForm(PageForm):
    """An article's source, its address where it is new, and why it is changed."""

    slug = LineField(
        "Address", most=120, needed=False, aside="optional: else from its title", attrs={"autocomplete": "off"}
    )
    source = SourceField(
        "The article", most=MAX_SOURCE_LENGTH, rows=24, attrs={"spellcheck": "true", "class": "source"}
    )
    why = LineField("What you changed, and why", least=3, most=300, hint="Your colleagues read it beside the version.")

    def __init__(self, *args: Any, preview_url: str = "", refused: str = "", **kwargs: Any) -> None:
        """With `preview_url`, what is typed is shown as readers will see it; `refused` is a refusal's code."""
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = format_html(
            'Markdown, under its title and for whom it is. <a href="{}">How to write one</a>',
            reverse("article", args=["editing-articles"]),
        )
        self.fields["source"].widget.attrs |= {
            "class": "source",
            "hx-post": preview_url,
            "hx-trigger": "input changed delay:500ms",
            "hx-target": "#preview",
            "hx-swap": "outerMorph",
            "hx-include": "closest form",
            "hx-sync": "this:queue last",
        }
        if refused in _FIELD:
            self.mark(_FIELD[refused])


class RetireForm(PageForm):
    """What readers are sent to instead of an article that is retired."""

    read_instead = LineField(
        "What to read instead",
        most=200,
        needed=False,
        aside="optional: another article’s address",
        attrs={"placeholder": "declining-an-order"},
    )


class VoteForm(PageForm):
    """What a reader did not find."""

    missing = TextField(
        "What did you look for?",
        most=1000,
        needed=False,
        rows=2,
        aside="optional; without names or order numbers",
    )

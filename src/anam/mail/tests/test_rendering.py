"""What every e-mail looks like: styles inlined, light and dark, small, and its plain text says the same."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string

from anam.mail.actions.queue_email import queue_email
from anam.mail.content import EmailContent, EmailSubject, ExternalRecipient
from anam.mail.html_words import words_of_html
from anam.mail.models import Email
from anam.mail.originals import Original
from anam.mail.quotes import MARKER, cut
from anam.mail.rendering import MAX_PREHEADER, preheader_of
from anam.marketplace import current
from anam.marketplace.colours import palette
from conftest import Cast

FACT = "Byrne Ceramics has cancelled your order BYR-1, placed yesterday at noon, for its kiln is down until the spring."
WORDS = EmailContent(
    subject="Byrne Ceramics cannot fulfil your order BYR-1",
    paragraphs=[FACT],
    rows=[("6 × Mug", "$87.00"), ("Total", "$87.00")],
    quoted="Byrne Ceramics writes:",
    quote="My kiln\nis down.",
    after=["Nothing was charged."],
    link_words="See the order",
    link="http://127.0.0.1/orders/BYR-1/",
)


def about_an_order(cast: Cast, to: str = "ines", **more: str) -> Email:
    email = queue_email(
        WORDS, to=getattr(cast, to), key=f"key-{to}", about=EmailSubject(order_id=cast.order().pk), **more
    )
    assert email
    return email


def test_the_fact_is_the_heading_and_stands_beside_the_subject_in_a_list(cast: Cast) -> None:
    html = about_an_order(cast).html
    assert html.index("has cancelled your order") < html.index("</div>")
    assert re.search(r"<h1[^>]*>Byrne Ceramics cannot fulfil your order BYR-1</h1>", html)
    shown = preheader_of(WORDS)
    assert len(shown) <= MAX_PREHEADER
    assert shown.endswith("kiln is…")
    assert preheader_of(EmailContent(subject="x", paragraphs=["Short."])) == "Short."


def test_every_element_carries_its_style_and_only_the_dark_and_the_phone_have_a_sheet(cast: Cast) -> None:
    html = about_an_order(cast).html
    sheet = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert "prefers-color-scheme: dark" in sheet
    assert "max-width: 599px" in sheet
    assert re.sub(r"@media[^{]*\{(?:[^{}]*\{[^}]*\})*\s*\}", "", sheet).strip() == ""
    for tag in ("h1", "blockquote", "p", "td"):
        assert all("style=" in one for one in re.findall(rf"<{tag}\b[^>]*>", html)), tag
    assert "<img" not in html
    assert len(html.encode()) < 60_000


def test_the_line_above_is_in_the_glaze_of_the_maker_whom_it_concerns(cast: Cast) -> None:
    """To the buyer and to the maker alike; support's e-mails are in the marketplace's own."""
    ines, hanna, sam = (about_an_order(cast, to).html for to in ("ines", "hanna", "sam"))
    glaze = re.search(r'class="sheet (glaze-\w+)"', ines)
    assert glaze
    assert glaze[1] in hanna
    assert 'class="sheet "' in sam


def test_both_parts_say_the_same_and_end_with_why_they_come(cast: Cast) -> None:
    email = about_an_order(cast, kind="progress")
    html, text = (" ".join(part.split()) for part in (words_of_html(email.html), email.text))
    for said in (
        WORDS.subject,
        FACT,
        "Total",
        "Nothing was charged.",
        f"You get this because you act for Harbor & Pine at {settings.MARKETPLACE_NAME}.",
        "Stop emails of this kind",
        "Email notifications",
    ):
        assert said in html
        assert said in text


def test_who_is_no_member_reads_that_they_wrote_first(db: None) -> None:
    email = queue_email(WORDS, to=ExternalRecipient("rosa@shop.example"), key="a")
    assert email
    assert "You get this because you wrote to" in email.text
    assert "/preferences/" not in email.html


@pytest.mark.parametrize("width", [40, 76, 400])
def test_what_a_list_of_mails_shows_is_no_answer(cast: Cast, settings: object, width: int) -> None:
    """It stands above the marker, in a mail that quotes our e-mail."""
    settings.REPLY_DOMAIN = "reply.example"  # type: ignore[attr-defined]
    email = about_an_order(cast)
    said = words_of_html(email.html)
    assert said.index("has cancelled") < said.index(MARKER)
    quoted = [f"> {piece}" for line in said.split("\n") for piece in re.findall(rf".{{1,{width}}}(?:\s|$)|^$", line)]
    answer = "Thank you, we look elsewhere.\n\nOn Sunday, Anam <support@anamcraft.com> wrote:\n" + "\n".join(quoted)
    found = cut(answer, original=Original.of(email))
    assert found.words == "Thank you, we look elsewhere."
    assert found.left_out == ""


def test_the_colours_are_those_of_the_pages() -> None:
    tokens = (Path(apps.get_app_config("web").path) / "static/anam/tokens.css").read_text().lower()
    colours = set(re.findall(r"#[0-9a-f]{6}\b", render_to_string("mail/_email_style.html")))
    assert len(colours) > 20
    assert {one for one in colours if one not in tokens} == set()


def test_the_button_has_the_marketplaces_own_accent_in_light_and_dark(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = palette("#7a1f3d")
    monkeypatch.setattr(current, "_remembered", current.Current(version=1, accent="#7a1f3d"))
    html = about_an_order(cast).html
    button = re.findall(r'<a[^>]*class="button"[^>]*>', html)[0]
    assert f"background: {mine.light}" in button
    assert "#1f5f52" not in button
    assert f"background: {mine.dark} !important" in html
    assert 'class="sheet glaze-' in html

"""How a form's fields are shown, and what is made of what is typed in them."""

import re

import pytest
from tests.html import squeezed

from anam.web.forms import ChoiceField, ChoicesField, LineField, PageForm, RadioButtons, TextField, UploadField

HOWS = [("email", "By email"), ("phone", "By telephone")]


class Everything(PageForm):
    """A field of each kind."""

    line = LineField("A line", most=5, needed=False, aside="optional", attrs={"autocomplete": "off"})
    text = TextField("A text", least=10, most=1000, hint="At least <ten>.", counted=True)
    list = ChoiceField("From a list", choices=[("", "None"), ("Europe", [("Dublin", "Dublin")])], needed=False)
    how = ChoiceField("How", choices=HOWS, widget=RadioButtons)
    some = ChoicesField("Some", choices=HOWS, hint="All others too.")
    file = UploadField("A file", accept=".csv", multiple=True, aside="optional")


def shown(form: PageForm, name: str) -> str:
    return squeezed(form[name].as_field_group())


def test_a_field_has_its_label_and_its_hint() -> None:
    page = shown(Everything(), "text")
    assert '<label for="text">A text</label>' in page
    assert '<div class="hint" id="text_helptext">At least &lt;ten&gt;.</div>' in page
    assert 'aria-describedby="text_helptext"' in page
    assert 'required minlength="10" maxlength="1000"' in page
    assert "cols" not in page
    assert 'data-counts="text" data-most="1000"' in page
    assert '<label for="line">A line<span class="soft">(optional)</span></label>' in shown(Everything(), "line")
    assert "minlength" not in shown(Everything(), "line")
    assert "required" not in shown(Everything(), "line")


def test_what_is_wrong_stands_beside_its_field_and_is_read_out_with_it() -> None:
    form = Everything({"text": "No."})
    assert form.typed["text"] == "No."
    form.add_error("text", "This is <too> short.")
    page = shown(form, "text")
    assert '<p class="wrong" id="text_error" role="alert">This is &lt;too&gt; short.</p>' in page
    assert 'aria-invalid="true" aria-describedby="text_helptext text_error"' in page
    assert ">No.</textarea>" in page
    assert "wrong" not in shown(form, "line")


def test_a_quiet_form_announces_nothing_that_stands_above_it() -> None:
    form = Everything({})
    form.quiet = True
    form.show_wrong({"text": "Say why.", "nonsense": "No such field."})
    assert '<p class="wrong" id="text_error">Say why.</p>' in shown(form, "text")


def test_a_field_can_be_marked_where_the_page_says_elsewhere_what_is_wrong() -> None:
    form = Everything(initial={"line": "Typed"})
    form.mark("line")
    page = shown(form, "line")
    assert 'aria-invalid="true"' in page
    assert "_error" not in page
    assert 'value="Typed"' in page


def test_several_choices_are_one_field_with_a_legend() -> None:
    page = shown(Everything({"how": "phone"}), "how")
    assert '<fieldset class="field"><legend>How</legend>' in page
    assert re.search(r'<input type="radio" name="how" value="phone"[^>]* checked>', page)
    assert "<span>By telephone</span>" in page
    ticked = shown(Everything(initial={"some": ["email"]}), "some")
    assert '<fieldset class="field" aria-describedby="some_helptext">' in ticked
    assert ticked.count("checked") == 1


def test_a_list_keeps_its_groups_and_what_was_chosen() -> None:
    page = shown(Everything(initial={"list": "Dublin"}), "list")
    assert '<optgroup label="Europe"><option value="Dublin" selected>Dublin</option>' in page


def test_an_upload_takes_several_files() -> None:
    page = shown(Everything(), "file")
    assert 'accept=".csv" multiple' in page
    assert "required" not in page


@pytest.mark.parametrize(
    ("typed", "line", "text"),
    [("  two \t words\r\n", "two words", "two \t words"), ("a\x00b\u202ec", "abc", "abc"), ("", "", "")],
)
def test_only_what_can_be_seen_is_read(typed: str, line: str, text: str) -> None:
    form = Everything({"line": typed, "text": typed, "how": "pigeon"})
    assert (form.typed["line"], form.typed["text"], form.typed["how"]) == (line, text, "pigeon")
    assert "\x00" not in form["text"].as_field_group()

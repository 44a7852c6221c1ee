"""The forms of a page, filled in as somebody would: what is hidden or chosen stays, what is empty gets something."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

WORDS = "These words are long enough for whoever will read them."
_BY_TYPE = {"email": "somebody@shop.example", "url": "https://shop.example/hook", "number": "1", "time": "10:00"}
_UNSENT = ("submit", "button", "file", "image", "reset")


@dataclass
class Form:
    """A form that posts: where to, and with which fields. `files` it cannot fill in."""

    page: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        return urlsplit(urljoin(self.page, self.action)).path


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.form = page, [], None
        self.area = self.select = ""
        self.forms: list[Form]
        self.form: Form | None
        self.others: list[tuple[int, str]] = []  # where a button of a form sends it instead

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has: dict[str, str] = {name: value or "" for name, value in attrs}
        if tag == "form" and has.get("method", "").lower() == "post":
            self.form = Form(self.page, has.get("action") or self.page)
            self.forms.append(self.form)
        if self.form is None:
            return
        name = has.get("name", "")
        if "formaction" in has:
            self.others.append((len(self.forms) - 1, has["formaction"]))
        if tag == "input" and name:
            self._input(name, has)
        elif tag == "button" and name:
            self.form.fields.setdefault(name, has.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.form.fields[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in has or self.select not in self.form.fields):
            self.form.fields[self.select] = has.get("value", "")

    def _input(self, name: str, has: dict[str, str]) -> None:
        assert self.form
        kind, fields = has.get("type", "text"), self.form.fields
        if kind == "file":
            self.form.files.append(name)
        if kind in _UNSENT:
            return
        if kind == "radio":
            if "checked" in has or name not in fields:
                fields[name] = has.get("value", "on")
        elif kind == "checkbox":
            if "checked" in has or "required" in has:
                fields[name] = has.get("value", "on")
        else:
            fields[name] = has.get("value") or ("" if kind == "hidden" else _BY_TYPE.get(kind, "Some words"))

    def handle_data(self, data: str) -> None:
        if self.area and self.form:
            self.form.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.form:
            self.form.fields[self.area] = self.form.fields[self.area].strip() or WORDS
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.form = None


def forms_of(page: str, html: str) -> list[Form]:
    """Every form on a page that posts; one that a button sends elsewhere stands once for each."""
    reader: Any = _Reader(page)
    reader.feed(html)
    more = [Form(page, action, dict(reader.forms[at].fields)) for at, action in reader.others]
    return [*reader.forms, *more]

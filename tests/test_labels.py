"""Labels that gave way to better ones do not come back: no element of any page has one of them for its whole text.

What stands within a sentence is not meant: only a label is the whole of what an element says.
"""

import ast
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from conftest import Cast, make_cast, undone
from tests.pages import every_order, pages

# Each is the whole text of an element, as a regular expression.
REPLACED = [
    # Lists, import and export, stock
    r"Bring in, take away", r"Take away", r"Bring in orders from another shop", r"Bring in orders or products",
    r"Look it through", r"What you brought in", r"Where it comes from", r"The file", r"Time zone of its times",
    r"The file says it", r"none just now", r"Nothing for sale just now", r"not counted",
    r"\d+ more( · \d+ held for this order)?", r"Put \d+ back", r"Set to zero", r"Leave it as it is",
    # Declining, telling, asking support
    r"Why\?", r".+ will read", r"Only support will read", r"Told", r"What happens now", r"Cancel order",
    r"Cancel the order", r"Cancel only a part", r"How many can you not make\?", r"Can you make most of it\?",
    r"Not sent yet\.", r"Fill this in as you would\..*", r"Ask support to tell them",
    r"Support is telling the buyer", r"Take it back", r"Waiting for you", r"Buyer asks", r"Past the window",
    r"Window closed", r"It ended on .*", r"asks for a change",
    r"\d+ hours were left to decline: the maker was reminded\.?",
    r"Some words to begin with: say why, and change them as you like\.?", r"Say why, in place of .*",
    r"We remove what they tell besides.*",
    # Messages
    r"The whole conversation", r"Write about this order", r"You have not written to each other\.?",
    # Preferences, tokens, webhooks, signing in, pages that cannot be shown
    r"Keep these preferences", r"Keep this password", r"Keep the note", r"Programs of yours", r"E-?mail me about",
    r"What I did myself: that it was done", r"Messages that are about no open order",
    r"A program that must know at once .* needs one\.", r"What it is for", r"Make a token", r"Make the token",
    r".* is made", r"Its secret", r"Make a new secret", r"Stop it", r"Pause it", r"Switch it on again",
    r"Go on with it", r"Leave it", r"What is sent", r"What it was answered", r"What came after it",
    r"Look at your e-?mail", r"Is it you\?", r"Too many tries", r"This cannot be read",
    r"Please open the page again", r"Successfully signed in.*", r"There is no such page", r"Ask us to join",
    r"Something broke on our side",
    # The desk, money, the policy, articles
    r"Whose", r"nobody’s", r"yours", r"Take it", r"Take it over", r"Give it back", r"Hand it to", r"Hand it over",
    r"Hand it back( to the maker)?", r"Do not cancel it", r"Keep the order, and tell them why",
    r"They are told: cancel the order", r"Otherwise, say how below",
    r"When you told them \(if not now; .* time\)", r"What you tell them, or told them", r"In this case",
    r"Only you read( it)?", r"Money that is stuck", r"No money is stuck", r"Asked", r"Tries", r"Ask again now",
    r"The maker’s last \d+ days", r"\d+ for a reason that is nobody’s fault", r"Waiting for them",
    r"Nothing waits for anybody", r"Time to answer", r"In force now", r"Change the numbers", r"Reword it",
    r"Retire it", r"Buyer hears", r"For a part", r"Fault maker counts", r"Contradict the policy",
    r"Changed by their file", r"To look at: nothing", r"Numbers of the policy", r"Take the file’s words",
    r"From their words to yours", r"See it as readers do", r"What readers will see",
    # Buying
    r"Something is wrong with this order", r"Remove some of it", r"What you ask for", r"If they agree",
    r"Ask (Byrne Ceramics|Otto Weaves)", r"0 takes it out", r"Change",
    r"Change what is marked above; then you can check out\.?", r"Check out", r"Ordered", r"Nothing was ordered",
    r"Your card is authorised, and charged only when each ships\.?", r"It has arrived",
    r"Works; giving the money back fails twice first", r"Mute them", r"Hear from them again",
    r"ready in about .*", r"orders from \$.*",
]  # fmt: skip

WORDLESS = {"script", "style", "head", "svg", "template"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Texts(HTMLParser):
    """The whole text of every element that is seen, or read out."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, list[str]]] = []
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self._open.append((tag, []))

    def handle_data(self, data: str) -> None:
        if not any(tag in WORDLESS for tag, _ in self._open):
            for _, said in self._open:
                said.append(data)

    def handle_endtag(self, tag: str) -> None:
        while tag not in EMPTY and self._open:
            name, said = self._open.pop()
            self.found.add(" ".join("".join(said).split()))
            if name == tag:
                return


def texts_of(page: str) -> set[str]:
    reader = _Texts()
    reader.feed(page)
    return reader.found - {""}


def replaced_in(page: str) -> Iterator[str]:
    """Those of REPLACED that are the whole text of an element."""
    texts = texts_of(page)
    yield from (old for old in REPLACED if any(re.fullmatch(old, text) for text in texts))


def test_only_what_is_the_whole_of_an_element_is_a_label() -> None:
    page = "<p>What is sent to them: <b>Take  it</b></p><button> <svg><title>Stop it</title></svg>Leave\nit </button>"
    assert list(replaced_in(page)) == ["Leave it", "Take it"]
    assert texts_of("<p>One<br>two</p>") == {"Onetwo"}


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """One world for all tests of this file, which only look at it."""
    with django_db_blocker.unblock(), undone():
        yield make_cast()


@pytest.fixture(scope="module")
def addresses(cast: Cast) -> dict[str, list[str]]:
    return pages(cast, every_order(cast))


@pytest.mark.parametrize("who", ["nobody", "hanna", "ines", "sam", "otto"])
def test_no_label_that_gave_way_is_on_any_page(
    cast: Cast, addresses: dict[str, list[str]], sign_in: Callable[[Any], Client], who: str
) -> None:
    client = Client() if who == "nobody" else sign_in(getattr(cast, who))
    found: dict[str, str] = {}
    for address in addresses[who]:
        for old in replaced_in(client.get(address, follow=True).content.decode()):
            found.setdefault(old, address)
    back = sorted(f"{old!r} on {address}" for old, address in found.items())
    assert not back, "\n".join(back)


# Not on a screen: the history of the database, and the end of "Ines, Tom, Ada, Jo and 3 more".
OTHER_THINGS = {"src/anam/imports/migrations/0001_initial.py: Told", "src/anam/words.py: 1 more"}
SOURCES = Path("src/anam")


def written_in(path: Path) -> Iterator[str]:
    """What `path` may show as the whole of an element, on pages that no test opens too; 1 stands for what varies."""
    text = path.read_text()
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(str(one.value) if isinstance(one, ast.Constant) else "1" for one in node.values)
    elif path.suffix == ".md":
        yield from (line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))
        yield from re.findall(r"\*\*([^*]+)\*\*|“[^”]+”", text)
    else:
        text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
        text = re.sub(r"{%\s*(if|elif|else|endif|for|empty|endfor|(end)?partialdef|include)\b.*?%}", "<>", text)
        yield from re.split(r"<[^>]*>", re.sub(r"{{.*?}}|{%.*?%}", "1", text, flags=re.DOTALL))


def test_no_label_that_gave_way_is_written_anywhere() -> None:
    """Those too that only a page shows which is not opened here: in templates, forms, sentences and articles."""
    replaced = re.compile("|".join(f"(?:{old})" for old in REPLACED))
    files = [path for path in SOURCES.rglob("*") if path.suffix in {".py", ".html", ".txt", ".md"}]
    found = {
        f"{path}: {words}"
        for path in files
        if "tests" not in path.parts
        for words in (" ".join(written.split()) for written in written_in(path))
        if replaced.fullmatch(words)
    }
    assert found == OTHER_THINGS


def test_an_email_is_spelled_one_way_on_the_screen() -> None:
    """Where it is said, that is; not in docstrings and comments."""
    found = []
    for path in SOURCES.rglob("*.py"):
        if {"tests", "migrations", "models.py"} & set(path.parts):
            continue
        tree = ast.parse(path.read_text())
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                found += [f"{path}:{node.lineno}"] if re.search(r"\be-mail", node.value, re.IGNORECASE) else []
    for path in SOURCES.rglob("*.html"):
        words = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)
        found += [str(path)] if re.search(r"\be-mail", words, re.IGNORECASE) else []
    assert not found

"""What an e-mail says, to whom that is no member, and what it is about."""

from dataclasses import dataclass, field
from itertools import zip_longest

from anam.people.models import Buyer, Maker


@dataclass(frozen=True)
class EmailContent:
    """What an e-mail says; its text and its HTML are made from the same words.

    `rows` are a table of two columns, what and how much; `pictures` the addresses of those of the first rows, "" where
    there is none: of products, which everybody may see, and of nothing else. `quote` is somebody's own. With
    `shows_address`, where its order goes is put in when it is sent, and never kept with it. `no_reply_reason` says why
    its reader cannot answer the other side, where that is so (D4). `reason` says why they get it, where
    that is not that they wrote to support or act for somebody.
    """

    subject: str
    paragraphs: list[str]
    rows: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    quote: str = ""
    quoted: str = ""
    shows_address: bool = False
    after: list[str] = field(default_factory=list)
    link_words: str = ""
    link: str = ""
    other_link_words: str = ""
    other_link: str = ""
    no_reply_reason: str = ""
    reason: str = ""

    @property
    def illustrated_rows(self) -> list[tuple[str, str, str]]:
        """The rows, each with its picture."""
        return [(*row, picture) for row, picture in zip_longest(self.rows, self.pictures, fillvalue="") if row]


@dataclass(frozen=True)
class ExternalRecipient:
    """Somebody who is no member: they wrote to support, and are answered."""

    email: str
    name: str = ""

    @property
    def first_name(self) -> str:
        """Only where it is a word: their program wrote it, and it must not speak in our name."""
        first = self.name.split(" ", 1)[0]
        return first if first.isalpha() and len(first) <= 30 else self.email


@dataclass(frozen=True)
class EmailSubject:
    """What an e-mail is about, by id: where an answer to it belongs, and where it is shown if it does not arrive.

    `parties` are whom that concerns, where they are at hand. What is about a product is answered nowhere.
    """

    conversation_id: int | None = None
    order_id: int | None = None
    case_id: int | None = None
    product_id: int | None = None
    parties: tuple[Maker, Buyer] | None = None


ABOUT_NOTHING = EmailSubject()

"""What a buyer fills in who asks to cancel, and who answers them."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from anam.orders.forms import read_quantities, text, typed_quantities, unclear
from anam.web.forms import PageForm, TextField


@dataclass(frozen=True)
class RequestForm:
    """What a buyer asks for: `what` is "whole", "part" or nothing; how many to remove is kept as it was typed."""

    what: str = ""
    words: str = ""
    typed: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, posted: QueryDict) -> "RequestForm":
        what = text(posted, "what", most=8)
        return cls(what if what in ("whole", "part") else "", text(posted, "words"), dict(typed_quantities(posted)))

    @property
    def quantities(self) -> dict[int, int]:
        """How many of which line, by its id."""
        return read_quantities(self.typed)

    @property
    def wrong(self) -> str:
        """What cannot be understood: nothing is guessed."""
        if not self.what:
            return "Choose first: cancel the whole order, or remove some of it."
        if self.what == "whole":
            if any(self.quantities.values()):
                return "You chose the whole order, and said how many to remove. Choose one, or empty the numbers."
            return ""
        return unclear(self.typed)


class RequestWords(PageForm):
    """Why a buyer asks."""

    words = TextField("Why", least=10, most=1000)

    def __init__(self, *args: Any, maker: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = f"{maker} reads this; 10 to 1,000 characters."


class AcceptForm(PageForm):
    """What a buyer reads besides, where what they asked for is granted."""

    answer = TextField(most=1000, needed=False, rows=2, aside="optional")

    def __init__(self, *args: Any, buyer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = f"Message to {buyer}"


class RefusalForm(PageForm):
    """Why what a buyer asked for is not granted."""

    refusal = TextField("Why not", least=10, most=1000, rows=3)

    def __init__(self, *args: Any, buyer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refusal"].help_text = f"{buyer} reads this: that it is made already, say. 10 to 1,000 characters."

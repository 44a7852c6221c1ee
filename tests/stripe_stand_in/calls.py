"""One call of the API, after its key, its path and its parameters were found good."""

from dataclasses import dataclass, field
from typing import Any

from tests.stripe_stand_in.account import Account, Cause


@dataclass(frozen=True)
class Call:
    """`object_id` is what the path names; `url` is where the stand-in is reached, for the pages that it hands out."""

    account: Account
    params: dict[str, Any]
    object_id: str = ""
    path: str = ""
    url: str = ""
    cause: Cause = field(default_factory=Cause)

    def given(self, *names: str) -> dict[str, Any]:
        """Those of the parameters that were sent; an empty value unsets, which Stripe shows as null."""
        return {name: self.params[name] or None for name in names if name in self.params}

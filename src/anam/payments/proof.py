"""What proves that money moved outside Anam, as whoever says so gives it (M2, M12)."""

from dataclasses import dataclass
from datetime import datetime

from anam.refusals import Next, Refusal, Refused

MAX_REFERENCE = 120


@dataclass(frozen=True)
class Proof:
    """Under which `reference` it can be found, and when it was done, in UTC; None for now. Buyers never read it."""

    reference: str
    at: datetime | None = None


def why_no_proof(proof: Proof, *, now: datetime) -> Refusal | None:
    """Why it proves nothing: `reference_needed`, `confirmed_in_future`; None where it does."""
    if proof.at and proof.at > now:
        return Refusal("confirmed_in_future", "What was done at a time that is still to come is not done.", Next(""))
    if not proof.reference:
        return Refusal("reference_needed", "Give the reference under which it can be found: it is the proof.", Next(""))
    if len(proof.reference) > MAX_REFERENCE:
        return Refusal("reference_needed", f"A reference has at most {MAX_REFERENCE} characters.", Next(""))
    return None


def validate_proof(proof: Proof, *, now: datetime) -> None:
    """Raises Refused: `reference_needed`, `confirmed_in_future`."""
    if refusal := why_no_proof(proof, now=now):
        raise Refused(refusal)

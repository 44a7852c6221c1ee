from anam.sql import execute

_THERE_IS = """
UPDATE marketplace SET has_terms = has_terms OR %(terms)s, has_privacy = has_privacy OR %(privacy)s,
  version = version + 1
WHERE (%(terms)s AND NOT has_terms) OR (%(privacy)s AND NOT has_privacy)
"""


def show_that_there_is(*, terms: bool = False, privacy: bool = False) -> None:
    """From now on the foot of every page leads to the terms, or to the privacy notice."""
    execute(_THERE_IS, {"terms": terms, "privacy": privacy})

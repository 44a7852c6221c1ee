"""How a variant differs from the others of its group, as people type it: one option a line, "Glaze: Oatmeal"."""

MAX_OPTIONS, MAX_OPTION_NAME, MAX_OPTION_VALUE = 5, 50, 100


def as_lines(options: dict[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in options.items())


def read_lines(typed: str) -> dict[str, str]:
    """The options by name. Raises ValueError with words for whoever typed it."""
    found: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not (name and colon and value):
            raise ValueError(f"“{line[:40]}” is no option. Write its name, a colon and its value: Glaze: Oatmeal.")
        if name in found:
            raise ValueError(f"“{name[:40]}” stands there twice.")
        found[name] = value
    if words := why_not_options(found):
        raise ValueError(words)
    return found


def why_not_options(options: dict[str, str]) -> str:
    """Why these are too much; "" where they are not."""
    if len(options) > MAX_OPTIONS:
        return f"These are {len(options)} options; {MAX_OPTIONS} at most."
    if any(len(name) > MAX_OPTION_NAME for name in options):
        return f"The name of an option has at most {MAX_OPTION_NAME} characters."
    if any(len(value) > MAX_OPTION_VALUE for value in options.values()):
        return f"The value of an option has at most {MAX_OPTION_VALUE} characters."
    return ""

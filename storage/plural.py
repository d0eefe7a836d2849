"""Plural: a number with its noun, as every message writes it."""


def plural(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    Args:
        count: how many.
        one: the noun for 1.
        many: the noun for any other number; ``one`` with an s where it is left out.
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"

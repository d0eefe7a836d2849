"""Claim: what one source says of one field of an article."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Source = Literal["ans", "json-ld", "meta", "selector", "feed", "url"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says of one field.

    Args:
        value: the field's value, of the type that `Article` holds.
        source: where it stands; the order of the type is the order of sureness.
    """

    value: Any
    source: Source


Claims = Mapping[str, Claim]

"""Finding: one thing about an outlet that is not as it was, or as it should be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was.

    Args:
        outlet: the outlet's name; empty for the runs themselves.
        kind: ``silent``, ``source``, ``refused``, ``not an article``, ``unreadable``, ``teaser``, ``short``,
            ``authors``, ``date``, ``title``, ``furniture`` or ``runs``.
        message: a sentence for people.
        now: the figure that was found: hours, failures, words, or a share.
        usual: the figure of the past.
    """

    outlet: str
    kind: str
    message: str
    now: float
    usual: float

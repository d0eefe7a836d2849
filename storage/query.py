"""A person's query as an FTS5 expression: words, "phrases", -without, this OR that, prefix*, title:word."""

import re
from itertools import pairwise

from storage.errors import QueryError

# Typographic quotes arrive with text pasted from an article; a NUL would end the expression inside SQLite.
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\0": " "})
_TERM = re.compile(r'(?P<minus>-?)(?P<title>(?:title:)?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


def to_fts5(query: str) -> str:
    """Translate what a person typed into an expression that FTS5 always accepts.

    Every word must occur; ``OR`` joins its two neighbours and binds closer than the words around it, as in
    web searches; ``-word`` and ``NOT word`` leave out. What is none of these is searched as words: each term
    is quoted, so nothing that is typed reaches FTS5 as syntax.

    Args:
        query: the search as typed.

    Returns:
        an expression for ``MATCH``.

    Raises:
        QueryError: there is no letter or digit to look for.
    """
    groups: list[list[str]] = []
    without: list[str] = []
    join = leave_out = False
    terms = [match for match in _TERM.finditer(query.translate(_PLAIN)) if _searchable(match)]
    for match, following in pairwise([*terms, None]):
        assert match is not None
        operator = match["word"] if following else None
        if operator == "AND" or (operator == "OR" and not groups):
            continue
        if operator == "OR":
            join = True
        elif operator == "NOT":
            leave_out = True
        else:
            if leave_out or match["minus"]:
                without.append(_quoted(match))
            elif join:
                groups[-1].append(_quoted(match))
            else:
                groups.append([_quoted(match)])
            join = leave_out = False
    if not groups:
        # FTS5 cannot answer "everything but"; `-30C` pasted from a text means the words.
        groups, without = [[term] for term in without], []
    if not groups:
        raise QueryError(f"nothing to look for in {query!r}: give a word, or leave the query out and filter")
    wanted = " AND ".join(_either(group) for group in groups)
    return f"({wanted}) NOT {_either(without)}" if without else wanted


def _searchable(match: re.Match[str]) -> bool:
    # The tokenizer keeps letters and digits alone: a term of signs would match no article at all.
    return any(character.isalnum() for character in match["phrase"] or match["word"] or "")


def _quoted(match: re.Match[str]) -> str:
    word = match["word"]
    text = f'"{word or match["phrase"]}"'
    if word and word.endswith("*"):
        text += "*"
    return f"title : {text}" if match["title"] else text


def _either(terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"

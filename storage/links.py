"""Links: which page stands for a story, which of two pages, and what a copy keeps of the decision on it."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from storage.article import Article
from storage.dedup import RULES, Document, Match, is_version
from storage.page import OVERRULED, Link

# A copy takes the article's place when it has a tenth more words; less is an editor's note or what is left of
# the page's furniture.
_FULLER = 1.1


def head_of(group: set[int], home: Mapping[int, int]) -> int:
    """The page whose id a story has: the article that most of its versions stood under, else the first.

    A page that is on its way in has no home, and gives way to those that have one.
    """
    stood = Counter(home[each] for each in group if each in home)
    articles = [each for each in group if home.get(each) == each]
    return min(articles or group, key=lambda each: (each not in home, -stood[each], each))


def outranks(page: Article, article: Article) -> bool:
    """Whether a copy should stand as the article: it is the fullest, then the earliest published."""
    if page.access != article.access:
        return page.access == "full"
    words, had = len(page.text.split()), len(article.text.split())
    if max(words, had) > _FULLER * min(words, had):
        return words > had
    return bool(page.published and article.published and page.published < article.published)


def said(match: Match) -> Match:
    """The match that a person says there is, whatever the rules make of the evidence."""
    return replace(match, same=True, kind=match.kind or "near", rule=OVERRULED)


def link_of(match: Match, article_id: int, document: Document) -> Link:
    """Return what a copy keeps of the decision on its document."""
    compared_with = match.evidence.other(document).text_hash
    # Of equal words every figure is known; computing them would double the cost of an exact copy.
    evidence = "{}" if match.kind == "exact" else json.dumps(match.evidence.looked_at())
    return Link(
        article_id,
        match.kind or "near",
        match.score,
        match.rule,
        RULES,
        evidence,
        compared_with,
        is_version(match),
    )

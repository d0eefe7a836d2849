"""Whether a page shows the whole article, or its beginning to people who do not pay."""

import re
from typing import Final

from crawler.parsers import lines
from crawler.parsers.meta import Head
from crawler.parsers.page import Element, Page
from crawler.parsers.plain import plain
from crawler.parsers.platforms import Known
from storage.article import Access

SHORT: Final = 150
"""Words up to which a text can be a teaser on a marker alone."""

SHORTER: Final = 300
"""Words up to which a text is a teaser where the page both states that it costs and shows a marker."""

PAID: Final = 50
"""Words of paragraphs in an element named ``paywall`` that make them the story; a box has 20 or 30."""

_MARK = re.compile(
    r"paywall|subscribers?-only|premium-(?:content|teaser|gate)|regwall|registration-wall|piano-offer|"
    r"meter(?:ed)?-(?:gate|wall)|(?:content|article)-gate|tp-container|poool|(?<!\S)(?:\w+-)+fade-?out|o-barrier"
)
_INVITATIONS = r"""
    (?:subscribe|sign in|log ?in|register|become a member)\b.{0,40}\bto (?:continue|keep) reading
    (?:subscribe|sign in|log ?in|register|become a member)\b.{0,40}\bto (?:read|unlock|access|view)\b
    already a subscriber
    (?:this (?:article|story) is|available|reserved|exclusively) (?:only )?(?:for|to) [\w ]{0,20}subscribers
    (?:weiterlesen|lesen sie weiter) mit
    (?:jetzt|hier) (?:abonnieren|weiterlesen)
    r[ée]serv[ée]e? aux abonn[ée]s
    (?:contenido|art[íi]culo) (?:exclusivo )?para suscriptores
    会員限定(?:記事)?です|(?:登録|ログイン)(?:すると|して).{0,12}(?:続き|全文)
    (?:订阅|付费|登录|开通会员)后?.{0,8}(?:阅读|查看|解锁)(?:全文|完整|全部)
    (?:구독|로그인|회원가입).{0,12}(?:전문|기사 전체|계속).{0,8}(?:읽|볼|보실)
"""
_INVITATION = re.compile("|".join(line.strip() for line in _INVITATIONS.strip().splitlines()))


def access(page: Page, head: Head, known: Known, size: int) -> Access:
    """``teaser`` where the text is short and the page says or shows that the rest costs.

    ``isAccessibleForFree: false`` alone proves nothing: outlets send the whole text with it and hide it by
    script.

    Args:
        page: the page.
        head: what it says about itself.
        known: what the platform's adapter read.
        size: words of the text that was found on it.
    """
    if size > SHORTER:
        return "full"
    costs = known.restricted or _costs(head)
    if size > SHORT and not costs:
        return "full"
    marked = _marked(page)
    return "teaser" if (marked and (costs or size <= SHORT)) or (costs and size <= SHORT) else "full"


def _costs(head: Head) -> bool:
    """The page's own data say that reading costs."""
    free = head.article.get("isAccessibleForFree")
    if free is False or plain(free).lower() == "false":
        return True
    tier = head.first("article:content_tier", "cxenseparse:pay-content", "access", "paywall").lower()
    return tier in {"locked", "metered", "paid", "premium", "true", "subscriber"}


def _marked(page: Page) -> bool:
    """An element named as a barrier, or the line that asks to pay."""
    for element in page.tree.iter(
        "div", "section", "aside", "p", "form", "h2", "h3", "h4", "a", "span", "button"
    ):
        names, text = f"{element.get('class') or ''} {element.get('id') or ''}", element.text or ""
        if _MARK.search(names.lower()) and not _is_behind(element):
            return True
        if len(text) > 8 and _INVITATION.search(text.lower()):
            return True
    return False


def _is_behind(element: Element) -> bool:
    """The element that the barrier stands before: who sends its paragraphs has let the reader in.

    ``class="paywall"`` is the name that Google's page on paywalled content gives to the paid part.
    """
    named = "paywall" in (element.get("class") or "").split()
    return named and sum(lines.words("".join(each.itertext())) for each in element.iter("p")) >= PAID

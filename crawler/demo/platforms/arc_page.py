"""An article's page on Arc XP: the story in ANS, and the HTML with everything that stands around it."""

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from crawler.demo.markup import Carried, block, fill, inline, spoken_list
from crawler.demo.press import ANCHOR, GARRISON, MASTHEADS, Masthead, address
from crawler.demo.story import Story

PAGE_SIZE = 4
"""Cards on a listing before Load More, and in the river below an article."""
SITE_IDS = {GARRISON.name: "garrison-times", ANCHOR.name: "anchor-times"}
NEWSLETTERS = (
    ("First Formation", "The day's military news in your inbox before the first cup of coffee."),
    ("Weekend Watch", "Don't miss the week's best reporting, every Saturday at dawn."),
)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def _image(story: Story, host: str) -> str:
    return f"http://{host}/resizer/v2/{story.ans_id[::-1]}.jpg?auth=0&width=1200"


def _canonical(carried: Carried) -> Carried:
    """The page at the sister that owns the story; the path is the same under both hosts."""
    story = carried.story
    owner = next(page for page in story.pages if page.outlet == story.canonical)
    return Carried(story, owner, address(story, owner))


def ans(carried: Carried) -> dict[str, Any]:
    """The story in Arc's own notation, as its pages and its API give it."""
    story = carried.story
    host = MASTHEADS[carried.page.outlet].host
    sections = {
        "_id": f"/{carried.page.section}",
        "name": MASTHEADS[carried.page.outlet].sections[carried.page.section],
    }
    return {
        "type": "story",
        "subtype": "standard",
        "version": "0.10.11",
        "_id": story.ans_id,
        "canonical_url": _canonical(carried).path,
        "canonical_website": SITE_IDS[story.canonical],
        "website": SITE_IDS[carried.page.outlet],
        "website_url": carried.path,
        "headlines": {"basic": carried.title, "meta_title": "", "web": ""},
        "subheadlines": {"basic": story.dek},
        "description": {"basic": story.dek},
        "credits": {
            "by": [{"type": "author", "name": name, "slug": "", "org": ""} for name in carried.authors]
        },
        "first_publish_date": _stamp(carried.published),
        "publish_date": _stamp(carried.modified),
        "display_date": _stamp(carried.published),
        "last_updated_date": _stamp(carried.modified),
        "created_date": _stamp(carried.published),
        "taxonomy": {
            "primary_section": sections,
            "sections": [sections],
            "tags": [{"text": tag} for tag in story.tags],
        },
        "promo_items": {"basic": {"type": "image", "url": _image(story, host), "caption": _caption(story)}},
        "content_restrictions": {"content_code": "free"},
        "owner": {"sponsored": False},
        "content_elements": _elements(carried),
    }


def _elements(carried: Carried) -> list[dict[str, Any]]:
    """The text in Arc's elements, with what Arc puts between them."""
    made: list[dict[str, Any]] = []
    for number, paragraph in enumerate(carried.paragraphs):
        kind = {"type": "header", "level": 3} if paragraph.startswith("### ") else {"type": "text"}
        made.append(
            {"_id": f"EL{number:02}{carried.story.ans_id[:20]}", "content": inline(paragraph), **kind}
        )
        if number == 1:
            made.append({"type": "raw_html", "content": _newsletter(carried)})
        if number == 3:
            made.append(
                {
                    "type": "interstitial_link",
                    "content": "RELATED: What the last review found",
                    "url": "/news/",
                }
            )
        if number == 4:
            made.append(
                {"type": "image", "url": _image(carried.story, "www"), "caption": _caption(carried.story)}
            )
    return made


def _caption(story: Story) -> str:
    return f"File photo. {story.dek} (Staff Sgt. Ines Coldbrook/Joint Forces)"


def _newsletter(carried: Carried) -> str:
    letter, pitch = NEWSLETTERS[carried.page.furniture % 2]
    return fill("arc/newsletter.html", heading=f"Sign up for {letter}", pitch=escape(pitch), letter=letter)


def _card(carried: Carried, index: int, level: str = "h6") -> str:
    return fill(
        "arc/card.html",
        ans_id=carried.story.ans_id,
        index=index,
        path=carried.path,
        image=escape(_image(carried.story, MASTHEADS[carried.page.outlet].host)),
        title=escape(carried.title),
        dek=escape(carried.story.dek),
        byline=_byline(carried),
        published=_stamp(carried.published),
        level=level,
    )


def _byline(carried: Carried) -> str:
    return " and ".join(
        f'<span class="Byline__Author-sc-q0d5x8-2">{escape(name)}</span>' for name in carried.authors
    )


def cards(pages: Sequence[Carried], level: str = "h6") -> str:
    """Story cards, as rivers and listings show them; `level` is the tag of their headlines."""
    return "".join(_card(carried, index + 1, level) for index, carried in enumerate(pages))


def navigation(outlet: Masthead) -> str:
    """The menu's entries, one a section."""
    return "".join(
        f'<li><a href="/{path}/">{escape(name)}</a></li>' for path, name in outlet.sections.items()
    )


def _body(carried: Carried, related: Carried) -> str:
    """The paragraphs with the ads, the newsletter box and the related card that stand between them."""
    between = {
        1: fill("arc/ad.html", index=0),
        2: _newsletter(carried),
        4: fill("arc/related.html", card=_card(related, 1)) + fill("arc/ad.html", index=1),
        7: fill("arc/ad.html", index=2),
    }
    parts = []
    for number, paragraph in enumerate(carried.paragraphs):
        parts.append(block(paragraph, "Paragraph-sc-6g4x2p-0 nMqTsV body-paragraph body-paragraph"))
        parts.append(between.get(number, ""))
    return "".join(parts)


def _fusion(carried: Carried, others: Sequence[Carried]) -> str:
    """The script with the story, and with other stories in its cache, as navigation and rivers leave them."""
    site = SITE_IDS[carried.page.outlet]
    river = json.dumps({"expires": 0, "data": {"content_elements": [ans(other) for other in others[:2]]}})
    return fill(
        "arc/fusion.html",
        site=site,
        path=carried.path,
        content=_in_script(json.dumps(ans(carried))),
        cache=_in_script('{"story-feed-sections":{"{\\"includeSections\\":\\"/home\\"}":' + river + "}}"),
    )


def _in_script(text: str) -> str:
    return text.replace("</", "<\\/")


def article(outlet: Masthead, carried: Carried, others: Sequence[Carried]) -> str:
    """The page of `carried`; `others` fill its related card, its river and "More In"."""
    story, shift = carried.story, 3 * carried.page.furniture
    river = others[shift : shift + PAGE_SIZE]
    same_section = [other for other in others if other.page.section == carried.page.section][:4]
    section_name = escape(outlet.sections[carried.page.section])
    return fill(
        "arc/article.html",
        title=escape(carried.title),
        outlet=escape(outlet.title),
        dek=escape(story.dek),
        canonical=_canonical(carried).url,
        image=escape(_image(story, outlet.host)),
        fusion="" if carried.page.quirk == "dom-only" else _fusion(carried, others),
        navigation=navigation(outlet),
        section=carried.page.section,
        section_name=section_name,
        byline=_byline(carried),
        published=_stamp(carried.published),
        published_words=f"{carried.published:%b} {carried.published.day}, {carried.published.year}",
        caption=escape(_caption(story)),
        body=_body(carried, others[shift]),
        bio=fill("arc/bio.html", author=escape(spoken_list(carried.authors)), bio=escape(story.bio))
        if story.bio
        else "",
        share=fill("arc/share.html", canonical=_canonical(carried).url, title=escape(carried.title)),
        river=cards(river),
        path=carried.path,
        more=fill("arc/more.html", section_name=section_name, cards=cards(same_section)),
    )

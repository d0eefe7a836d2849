"""Pages as large as news sites send them: generated stories in the frames of Arc XP and of WordPress.

The stories are those of ``bench_ingest``; the article's own markup is the demo newsroom's. Around it stands
what a real site adds: menus, cards of other stories, icons, advertising slots, style sheets and scripts.
Their measure is the median of 227 pages of some 150 news sites, in the two public collections that
extractors are compared on (article-extraction-benchmark, and the test suite of Fundus): 180 KB, of which
36 KB are left after gzip; 870 elements 17 deep, 147 of them links and 56 ``<meta>`` or ``<link>``, with 1,470
attributes of 59 KB; 30 scripts; 12 KB of text.
"""

import gzip
import json
import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import cycle

from crawler.demo.server import newsroom
from storage import Article
from tests.benchmarks.bench_ingest import articles

_ARC = "/news/your-army/2026/10/09/bridge-company-opens-road-to-flooded-valley/"
_WORDPRESS = "/2026/10/armor-steel-mill-rations-plate/"
_ARC_BODY = re.compile(r'<p class="[^"]*body-paragraph.*body-paragraph[^>]*>.*?</p>', re.DOTALL)
_WORDPRESS_BODY = re.compile(r'(?<=<div class="entry-content">\n).*?(?=<div class="sharedaddy)', re.DOTALL)
_SECTIONS = ("army", "navy", "air", "space", "budget", "industry", "training", "opinion")


@dataclass(frozen=True)
class Surroundings:
    """What all pages of a site have around the article: ends of the head, begin and end of the body."""

    head: str
    top: str
    bottom: str

    def around(self, page: str) -> bytes:
        """The page with them."""
        page = page.replace("</head>", f"{self.head}</head>", 1)
        page = re.sub(r"(<body[^>]*>)", lambda body: body[0] + self.top, page, count=1)
        return page.replace("</body>", f"{self.bottom}</body>", 1).encode()


def pages(count: int) -> dict[str, bytes]:
    """Path → page: stories of 500 words, 15% copies, by turns on Arc XP and on WordPress."""
    frames = cycle(((_Arc(), _surroundings(1)), (_WordPress(), _surroundings(2))))
    filled = {}
    for number, article, (frame, surroundings) in zip(range(count), articles(count), frames, strict=False):
        path = f"/news/2026/10/09/story-number-{number}/"
        filled[path] = surroundings.around(frame.page(path, number, article))
    return filled


def zipped(filled: dict[str, bytes]) -> dict[str, bytes]:
    """The same as servers send them."""
    return {path: gzip.compress(page, 6, mtime=0) for path, page in filled.items()}


class _Arc:
    """The demo's page on Arc XP, with another story in its script and in its body."""

    def __init__(self) -> None:
        page = newsroom(1)["www.garrisontimes.example"].pages[_ARC][0].body.decode()
        start = page.index("Fusion.globalContent=") + len("Fusion.globalContent=")
        self._story, end = json.JSONDecoder().raw_decode(page, start)
        self._head, self._rest = page[:start], page[end:]

    def page(self, path: str, number: int, article: Article) -> str:
        paragraphs = article.text.split("\n\n")
        elements = [
            {"_id": f"E{number}{at}", "type": "text", "content": text} for at, text in enumerate(paragraphs)
        ]
        ans = self._story | {
            "_id": f"ID{number:024}",
            "canonical_url": path,
            "website_url": path,
            "headlines": {"basic": article.title},
            "content_elements": elements,
        }
        body = "".join(f'<p class="body-paragraph">{escape(text)}</p>' for text in paragraphs)
        page = self._head + json.dumps(ans) + _ARC_BODY.sub(lambda _: body, self._rest, count=1)
        return page.replace(_ARC, path).replace(self._story["headlines"]["basic"], article.title)


class _WordPress:
    """The demo's page on WordPress, with another story in its body."""

    def __init__(self) -> None:
        self._page = newsroom(1)["www.ordnanceweekly.example"].pages[_WORDPRESS][0].body.decode()
        found = re.search(r'<h1 class="entry-title">(.*?)</h1>', self._page)
        assert found is not None
        self._title = found[1]

    def page(self, path: str, number: int, article: Article) -> str:
        body = "".join(f"<p>{escape(text)}</p>\n" for text in article.text.split("\n\n"))
        page = _WORDPRESS_BODY.sub(lambda _: body, self._page, count=1)
        page = page.replace(
            "http://www.ordnanceweekly.example" + _WORDPRESS, f"http://www.bench.example{path}"
        )
        page = re.sub(r"(?<=[?]p=)\d+|(?<=post-)\d+|(?<=postid-)\d+|(?<=posts/)\d+", str(number), page)
        return page.replace(self._title, article.title)


def _surroundings(seed: int) -> Surroundings:
    dice = random.Random(seed)
    scripts = [_script(dice) for _ in range(29)]
    metas = (
        f'<meta property="{_name(dice)}:{_name(dice)}" content="{_hash(dice, 40)}">'
        if at % 2
        else f'<link rel="preload" href="/static/{_hash(dice, 20)}/{_name(dice)}.css" as="style">'
        for at in range(40)
    )
    styles = (f"<style>{''.join(_rule(dice) for _ in range(230))}</style>" for _ in range(2))
    menu = "".join(map(_entry, (dice,) * 60))
    cards = "".join(map(_card, (dice,) * 26))
    slots = "".join(
        f'<div class="{_classes(dice)}"><div id="ad-{_hash(dice, 8)}" data-sizes="[[300,250],[728,90]]">'
        f"</div></div>"
        for _ in range(12)
    )
    header = f'<header class="{_classes(dice)}"><div><nav><ul>{menu}</ul></nav></div></header>'
    footer = f'<footer class="{_classes(dice)}"><ul>{"".join(map(_entry, (dice,) * 24))}</ul></footer>'
    aside = f'<aside class="{_classes(dice)}">{_WRAPPED}<h2>Most read</h2>{cards}{"</div>" * 8}</aside>'
    return Surroundings(
        head="".join((*metas, *styles, *scripts[4:18])),
        top="".join((*scripts[:4], header)),
        bottom="".join((slots, aside, footer, *scripts[18:])),
    )


def _entry(dice: random.Random) -> str:
    section = dice.choice(_SECTIONS)
    return (
        f'<li class="menu-item menu-item-{dice.randrange(10_000)}"><a class="{_classes(dice)}" '
        f'data-position="{dice.randrange(60)}" target="_self" href="/{section}/{_name(dice)}/">'
        f"<span>{section.title()}</span></a></li>"
    )


def _card(dice: random.Random) -> str:
    title = " ".join(_name(dice) for _ in range(9)).capitalize()
    path = f"/{dice.choice(_SECTIONS)}/2026/10/0{dice.randrange(1, 9)}/{title.lower().replace(' ', '-')}/"
    image = f"/resizer/v2/{_hash(dice, 26)}.jpg?auth={_hash(dice, 24)}&amp;width="
    return (
        f'<div class="{_classes(dice)}" data-id="{_hash(dice, 12)}">'
        f'<div class="{_classes(dice)}" data-index="{dice.randrange(26)}">'
        f'<a href="{path}" aria-hidden="true" tabindex="-1"><picture>'
        f'<source srcset="{image}400 400w, {image}800 800w" media="(min-width: 48rem)" sizes="25vw">'
        f'<img alt="" loading="lazy" src="{image}300" width="300" height="200"></picture></a>'
        f'<div class="{_classes(dice)}"><svg viewBox="0 0 24 24"><path d="{_outline(dice)}"></path></svg>'
        f'<h3 class="{_classes(dice)}"><a href="{path}">{title}</a></h3>'
        f"<p>{' '.join(_name(dice) for _ in range(14)).capitalize()}.</p>"
        f'<span class="{_classes(dice)}">By {_name(dice).title()}</span>'
        f'<time datetime="2026-10-0{dice.randrange(1, 9)}T12:00:00Z">Oct. 8</time>'
        f"</div></div></div><!-- card -->"
    )


def _rule(dice: random.Random) -> str:
    return (
        f".{_name(dice).title()}__{_name(dice)}-sc-{_hash(dice, 6)}-{dice.randrange(9)}"
        f"{{margin:{dice.randrange(48)}px {dice.randrange(48)}px;color:#{dice.randrange(1 << 24):06x};"
        f"display:{dice.choice(('flex', 'block', 'grid', 'none'))};max-width:{dice.randrange(1200)}px}}"
    )


def _script(dice: random.Random) -> str:
    told = {
        _name(dice): {"id": _name(dice), "enabled": dice.random() < 0.5, "sizes": [dice.randrange(900)] * 2}
        for _ in range(12)
    }
    calls = "".join(
        f"!function(e,t){{var n=e.{_name(dice)}||{{}};"
        f'n.{_name(dice)}("{_name(dice)}",t&&t.{_name(dice)}<{dice.randrange(99)})}}(window);'
        for _ in range(16)
    )
    return f"<script>window.{_name(dice)}={json.dumps(told)};{calls}</script>"


def _classes(dice: random.Random) -> str:
    name, of_style = _name(dice), f"{_hash(dice, 6)}-{dice.randrange(9)}"
    return f"{name.title()}__Wrapper-sc-{of_style} {_hash(dice, 6)} c-{_name(dice)}"


def _outline(dice: random.Random) -> str:
    return "".join(
        f"{dice.choice('MLC')}{dice.uniform(0, 24):.2f} {dice.uniform(0, 24):.2f}" for _ in range(8)
    )


def _name(dice: random.Random) -> str:
    return dice.choice(_NAMES)


def _hash(dice: random.Random, length: int) -> str:
    return "".join(dice.choices(string.ascii_letters + string.digits, k=length))


def _words() -> Iterator[str]:
    text = next(articles(1)).text
    yield from sorted({word for word in re.findall(r"[a-z]+", text) if len(word) > 3})


_NAMES = tuple(_words())
_WRAPPED = '<div class="grid-item" data-fusion-collection="features" data-fusion-type="global/grid">' * 8

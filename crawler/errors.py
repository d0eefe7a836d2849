"""What can go wrong between a URL and an article; `muster` prints any of these as one line.

CrawlerError
├── ParseError              the page cannot be read as HTML with an article in it
│   └── NotAnArticle        it can be read, and is something else: a listing, a video, an error page
├── FeedError               a feed or sitemap is not one
├── UnknownOutlet           no outlet is declared under that name
├── OutletError             a declaration of an outlet is wrong
├── CrawlRunning            another run holds the store's lock
├── NotADemo                the store named for the demo holds something else
├── ArchiveBroken           a web archive to import that is none, or damaged
└── NothingThere            a path to import, or an address to crawl, that leads to nothing
"""


class CrawlerError(Exception):
    """Root of the tree; its message names the thing and the way out."""


class ParseError(CrawlerError):
    """The page cannot be read as HTML with an article in it."""


class NotAnArticle(ParseError):
    """The page can be read and is something else than an article.

    Args:
        kind: what it is: ``listing``, ``gallery``, ``video``, ``live``, ``error``, ``consent``, ``wall``
            (it tells people from robots, or asks to log in), ``shell`` (an empty page that a script would
            fill) or ``data`` (a feed, JSON, XML).
        detail: what on the page said so.
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail


class FeedError(CrawlerError):
    """A feed or sitemap is not one: an HTML error page, broken XML, nothing at all."""


class UnknownOutlet(CrawlerError):
    """No outlet is declared under that name."""


class OutletError(CrawlerError):
    """A declaration of an outlet is wrong; the message names file, line and field.

    Args:
        message: as the user reads it.
        field: the field that is wrong.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class CrawlRunning(CrawlerError):
    """Another run is crawling into the same store."""


class NothingThere(CrawlerError):
    """A path to import, or an address to crawl, leads to nothing."""


class ArchiveBroken(CrawlerError):
    """A web archive to import is none, or damaged."""


class NotADemo(CrawlerError):
    """The store named for the demo holds something else, which the demo would replace."""

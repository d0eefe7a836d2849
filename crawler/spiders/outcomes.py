"""What an answer, or its absence, means: HTTP status and failure → the ledger's outcome."""

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response, TextResponse
from service_identity import VerificationError
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError as NoHTTP

from crawler.errors import NotAnArticle, ParseError
from crawler.middlewares import HostRests, RobotsForbid, RobotsUnread
from crawler.parsers import parse
from storage import Article, Verdict
from storage.fetch import ARTICLE, Fetch, Outcome


def of_status(response: Response, fetch: Fetch) -> tuple[Outcome, str]:
    """The outcome of an answer that carries no page.

    Args:
        response: its status is neither 200 nor a redirect.
        fetch: the row; an article that did not change stays what it was.
    """
    reason = f"HTTP {response.status}"
    match response.status:
        case 304:
            return (fetch.outcome if fetch.outcome in ARTICLE else Outcome.UNCHANGED), ""
        case 401 | 402 | 403 | 451:
            return Outcome.FORBIDDEN, reason
        case 404 | 410:
            return Outcome.GONE, reason
        case 429 | 503 if _is_wall(response):
            return Outcome.FORBIDDEN, f"{reason}, a bot wall"
        case 429:
            return Outcome.THROTTLED, reason
        case _:
            return Outcome.UNAVAILABLE, reason


def _is_wall(response: Response) -> bool:
    """Whether an answer tells people from robots: those come as 403, and as 429 or 503 too."""
    try:
        parse(response.body, response.url)
    except NotAnArticle as error:
        return error.kind == "wall"
    except ParseError:
        return False
    return False


def of_refusal(error: NotAnArticle) -> tuple[Outcome, str]:
    """The outcome of a page that is no article; a consent or bot wall stands in front of one."""
    return (Outcome.FORBIDDEN if error.kind in ("consent", "wall") else Outcome.NOT_ARTICLE), str(error)


def of_article(verdict: Verdict, article: Article) -> Outcome:
    """The outcome of an article, as a run counts it."""
    match verdict.kind:
        case "new":
            return Outcome.TEASER if article.access == "teaser" else Outcome.STORED
        case "unchanged":
            return Outcome.UNCHANGED
        case "revision":
            return Outcome.REVISION
        case _:
            return Outcome.COPY


def of_failure(failure: Failure) -> tuple[Outcome, str]:
    """The outcome of a request that got no answer, or was never sent."""
    return _of_error(failure.value)


def _of_error(error: BaseException | None) -> tuple[Outcome, str]:
    if isinstance(error, RobotsUnread):
        return Outcome.UNAVAILABLE, f"robots.txt: {str(error) or _of_error(error.__cause__)[1]}"
    match error:
        case RobotsForbid():
            return Outcome.ROBOTS, ""
        case HostRests():
            return Outcome.THROTTLED, str(error)
        case DownloadCancelledError():
            return Outcome.TOO_LARGE, "more than DOWNLOAD_MAXSIZE"
        case IgnoreRequest() if "DOWNLOAD_MAXSIZE" in str(error):  # Scrapy's words
            return Outcome.TOO_LARGE, "more than DOWNLOAD_MAXSIZE once unpacked"
        case IgnoreRequest():  # a private address, no http, a circle of redirects
            return Outcome.REFUSED, str(error)
        case CannotResolveHostError():
            return Outcome.UNAVAILABLE, "no such host"
        case DownloadConnectionRefusedError():
            return Outcome.UNAVAILABLE, "connection refused"
        case _:
            return Outcome.UNAVAILABLE, _broken(error)


def _broken(error: BaseException | None) -> str:
    """Why there was no answer; pages are asked for in HTTP/1.1, and a few servers speak HTTP/2 alone."""
    match error:
        case DownloadTimeoutError():
            return "no answer within the time limit"
        case ResponseDataLossError():
            return "the answer broke off"
    match root := _root(error):
        case SSL.Error(args=[list(lines)]):  # [('SSL routines', '', 'certificate verify failed')]
            return "TLS: " + ", ".join(str(line[-1]) for line in lines)
        case VerificationError():
            return "TLS: the certificate is another host's"
        case ConnectionDone() | ConnectionLost():
            return "the connection was closed without an answer"
        case NoHTTP():
            return "what answers does not speak HTTP/1.1"
    return " ".join(str(root).split()) or type(error).__name__


def _root(error: BaseException | None) -> BaseException | None:
    """What is behind a failed download: Scrapy wraps what Twisted has wrapped."""
    while error is not None:
        reasons = getattr(error, "reasons", None)
        behind = reasons[0].value if reasons else error.__cause__
        if behind is None:
            break
        error = behind
    return error


def is_page(response: Response) -> bool:
    """Whether an answer is text, by its type and its first bytes; a PDF or a picture is not."""
    return isinstance(response, TextResponse)

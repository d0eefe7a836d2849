"""What an answer, or its absence, means: HTTP status and failure → the ledger's outcome."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.errors import NotAnArticle
from crawler.middlewares import HostRests, PrivateAddress, RefusedScheme
from storage import Article, Verdict
from storage.fetch import ARTICLE, Fetch, Outcome


def of_status(status: int, fetch: Fetch) -> tuple[Outcome, str]:
    """The outcome of an answer that carries no page.

    Args:
        status: the HTTP status, neither 200 nor a redirect.
        fetch: the row; an article that did not change stays what it was.
    """
    reason = f"HTTP {status}"
    match status:
        case 304:
            return (fetch.outcome if fetch.outcome in ARTICLE else Outcome.UNCHANGED), ""
        case 401 | 402 | 403 | 451:
            return Outcome.FORBIDDEN, reason
        case 404 | 410:
            return Outcome.GONE, reason
        case 429:
            return Outcome.THROTTLED, reason
        case _:
            return Outcome.UNAVAILABLE, reason


def of_refusal(error: NotAnArticle) -> tuple[Outcome, str]:
    """The outcome of a page that is no article; a consent or bot wall stands in front of one."""
    return (Outcome.FORBIDDEN if error.kind == "consent" else Outcome.NOT_ARTICLE), str(error)


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
    error = failure.value
    match error:
        case PrivateAddress() | RefusedScheme():
            return Outcome.REFUSED, str(error)
        case HostRests():
            return Outcome.THROTTLED, str(error)
        case IgnoreRequest():
            return Outcome.ROBOTS, ""
        case DownloadCancelledError():
            return Outcome.TOO_LARGE, str(error)
        case CannotResolveHostError():
            return Outcome.UNAVAILABLE, "no such host"
        case DownloadConnectionRefusedError():
            return Outcome.UNAVAILABLE, "connection refused"
        case DownloadTimeoutError():
            return Outcome.UNAVAILABLE, "no answer within the time limit"
        case _:
            return Outcome.UNAVAILABLE, " ".join(str(error).split()) or type(error).__name__


def is_page(response: Response) -> bool:
    """Whether an answer is text, by its type and its first bytes; a PDF or a picture is not."""
    return isinstance(response, TextResponse)

"""What an answer, or its absence, means: HTTP status and failure → the ledger's outcome."""

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.middlewares import PrivateAddress, RefusedScheme
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


def of_failure(failure: Failure) -> tuple[Outcome, str]:
    """The outcome of a request that got no answer, or was never sent."""
    error = failure.value
    reason = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, PrivateAddress | RefusedScheme):
        return Outcome.REFUSED, reason
    if isinstance(error, IgnoreRequest):
        return Outcome.ROBOTS, reason
    if isinstance(error, DownloadCancelledError):
        return Outcome.TOO_LARGE, reason
    return Outcome.UNAVAILABLE, reason


def is_page(response: Response) -> bool:
    """Whether an answer is text, by its type and its first bytes; a PDF or a picture is not."""
    return isinstance(response, TextResponse)

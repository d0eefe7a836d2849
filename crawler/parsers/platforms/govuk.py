"""GOV.UK: the news of the Ministry of Defence and every other department."""

from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter, Known


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """Its publishing platform names the document's id and format in meta tags of its own."""
    return bool(head.first("govuk:content-id") or head.first("govuk:format"))


def read(page: Page, head: Head) -> Known:  # noqa: ARG001 - the signature of Adapter.read
    """The document's id; its dates stand in meta tags that every reader of dates knows."""
    return Known({"story_id": Claim(head.first("govuk:content-id"), "meta")})


ADAPTER = Adapter(name="govuk", recognises=recognise, bodies=("govspeak", "govuk-main-wrapper"), read=read)

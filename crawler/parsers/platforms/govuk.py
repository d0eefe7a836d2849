"""GOV.UK: the news of the Ministry of Defence and every other department."""

import re

from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter, Known

# github.com/alphagov/publishing-api, content_schemas/formats
_LISTINGS = frozenset(
    """
    finder organisation organisations_homepage taxon homepage mainstream_browse_page topical_event role person
    ministers_index world_location world_location_news worldwide_organisation document_collection search
    services_and_information email_alert_signup
""".split()
)

_TRANSLATION = re.compile(r"\.[a-z]{2}(?:-[a-z0-9]+)?(?=[?#]|$)")


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """Its publishing platform names the document's id and format in meta tags of its own."""
    return bool(head.first("govuk:content-id") or head.first("govuk:format"))


def read(page: Page, head: Head) -> Known:
    """The document's id, and the language of a translation, which shares it.

    Its dates stand in meta tags that every reader of dates knows.
    """
    if head.first("govuk:format") in _LISTINGS:
        return Known(kind="listing")
    number, translation = head.first("govuk:content-id"), _TRANSLATION.search(page.url)
    if number and translation:
        number += translation[0]
    return Known({"story_id": Claim(number, "meta")})


ADAPTER = Adapter(name="govuk", recognises=recognise, bodies=("govspeak", "govuk-main-wrapper"), read=read)

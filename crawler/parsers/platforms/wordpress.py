"""WordPress: pages of its themes, and the fragments that its feeds and its JSON API carry."""

from lxml import etree

from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter, containing, having

# Breaking Defense, TWZ, the Tie and Newspaper themes, Elementor, the block editor; then what themes agree on.
_BODIES = tuple(
    etree.XPath(f"//{having(words)}")
    for words in (
        "post-single__content Article-bodyText tdb_single_content article__content-text",
        "td-post-content wp-block-post-content elementor-widget-theme-post-content",
        "entry-content post-content article-content single-content post__content post-entry",
    )
)
_PLUGINS = """
    sharedaddy jp-relatedposts wp-caption-text post-card__wrapper addtoany_share_save_container
    db-ad--inarticle post-summary-box td-post-sharing member-button-container in-this-story
"""
_FURNITURE = etree.XPath(
    f".//{having(_PLUGINS)} | "
    f".//{containing('author-box related-posts newsletter code-block yarpp mc4wp post-tags abh_box')}"
)


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """The generator's name, the link to the JSON API, or a stylesheet that stands in its folder."""
    if head.first("generator").startswith("WordPress") or "https://api.w.org/" in head.links:
        return True
    return any("/wp-content/" in address for address in head.links.get("stylesheet", ()))


ADAPTER = Adapter(name="wordpress", recognises=recognise, bodies=_BODIES, furniture=_FURNITURE)

"""WordPress: pages of its themes, and the fragments that its feeds and its JSON API carry."""

from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter

# Breaking Defense, TWZ, the Tie and Newspaper themes, Elementor, the block editor; then what themes agree on.
_BODIES = """
    post-single__content Article-bodyText tdb_single_content article__content-text td-post-content
    wp-block-post-content elementor-widget-theme-post-content entry-content post-content article-content
    single-content post__content post-entry
"""
_PLUGINS = """
    sharedaddy jp-relatedposts wp-caption-text post-card__wrapper addtoany_share_save_container
    db-ad--inarticle post-summary-box td-post-sharing member-button-container in-this-story
"""
_PARTS = "author-box related-posts newsletter code-block yarpp mc4wp post-tags abh_box"


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """The generator's name, the link to the JSON API, or a stylesheet that stands in its folder."""
    if head.first("generator").startswith("WordPress") or "https://api.w.org/" in head.links:
        return True
    return any("/wp-content/" in address for address in head.links.get("stylesheet", ()))


ADAPTER = Adapter(
    name="wordpress",
    recognises=recognise,
    bodies=tuple(_BODIES.split()),
    furniture=frozenset(_PLUGINS.split()),
    furniture_parts=tuple(_PARTS.split()),
)

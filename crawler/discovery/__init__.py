"""Feeds, sitemaps and listings: bytes in, links with dates out."""

from crawler.discovery.feeds import read_feed
from crawler.discovery.links import Discovery, Link, identity
from crawler.discovery.listings import looks_like_article, read_listing
from crawler.discovery.sitemaps import read_sitemap

__all__ = ["Discovery", "Link", "identity", "looks_like_article", "read_feed", "read_listing", "read_sitemap"]

"""Feeds, sitemaps and listings: bytes in, links with dates out."""

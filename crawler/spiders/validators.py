"""Validators: what makes a request conditional, so that an unchanged page costs a few bytes."""

from scrapy.http import Response


def conditional(etag: str, last_modified: str) -> dict[str, str]:
    """The headers that ask for a page only if it changed."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def validators(response: Response) -> tuple[str, str]:
    """``ETag`` and ``Last-Modified`` of an answer; empty where it has none."""
    etag, last_modified = (response.headers.get(name) or b"" for name in ("ETag", "Last-Modified"))
    return etag.decode("latin-1"), last_modified.decode("latin-1")

"""Stores each story once, links its copies, and answers questions about both."""

from storage.article import Article

__all__ = ["Article"]

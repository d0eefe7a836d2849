"""Stores each story once, links its copies, and answers questions about both."""

from storage.archive import Archive
from storage.article import Article
from storage.filters import Filters
from storage.store import Store
from storage.verdict import Change, Verdict

__all__ = ["Archive", "Article", "Change", "Filters", "Store", "Verdict"]

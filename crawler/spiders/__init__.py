"""WHERE to look: one OutletSpider, and outlets as declarations of a few lines."""

"""HOW a page becomes an Article."""

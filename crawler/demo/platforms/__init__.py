"""Makes an outlet's pages as its platform makes them: one module a platform, from stories to a `Site`."""

"""Decides whether two texts are one story: text → tokens → shingles → signature, keys → comparison."""

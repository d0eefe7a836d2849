"""Finds the pages of defence-news outlets and turns them into articles."""

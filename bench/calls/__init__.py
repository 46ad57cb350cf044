"""Whole calls by simulated callers, judged by the record the claims desk holds; see README.md."""

"""The desk's pages: what clerks see and do in a browser, under ``/desk/``."""

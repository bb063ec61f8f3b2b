"""Addresses of pages that somebody types for others to open."""

from urllib.parse import urlsplit


def is_web(text):
    """Whether a text is the address of a web page, or nothing.

    :param str text: as typed
    """
    if not text:
        return True
    try:
        found = urlsplit(text)
        return found.scheme in ("http", "https") and bool(found.hostname)
    except ValueError:
        return False

"""The words of a mail as plain text."""

import re

from lxml import etree

from odoo.tools import html2plaintext

# Marked by Odoo with asterisks and slashes, as plain mails once were: to those who read
# a form they are dirt. The words alone stay.
MARKED = ("b", "strong", "em")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
# What stands on a line of its own.
LINES = ("div", "li", "blockquote")


def plain_text(html):
    """What a mail says, as it can be read on a form and on paper.

    Each paragraph, point of a list and row of a table has its own line; how words look
    and where links lead is left out.

    :param html: text or ``Markup``, may be empty
    :return: str
    """
    html = (html or "").replace("\x00", "")
    if not html.strip():
        return ""
    tree = etree.fromstring(
        html.encode("utf-8", "ignore"), parser=etree.HTMLParser(encoding="utf-8")
    )
    if tree is None:
        return ""
    etree.strip_tags(tree, *MARKED)
    for node in tree.iter(*HEADINGS):
        node.tag = "p"
    for node in tree.iter(*LINES):
        if node.tag == "li":
            node.text = f"- {(node.text or '').lstrip()}"
        node.tail = f"\n{node.tail or ''}"
    text = html2plaintext(
        etree.tostring(tree, encoding="unicode"), include_references=False
    )
    return text.strip()


def text_part(html):
    """The plain part of a mail that we send: with its links, and no word of pictures.

    :param str html: of the mail
    :return: str
    """
    return html2plaintext(PICTURE.sub("", html))

"""Mails as Chinese mail programs write them, made readable before they are read.

Who declares gb2312 or gbk writes names that only gb18030 has. And a long subject is
often cut into encoded words in the middle of a character.
"""

import binascii
import codecs
import quopri
import re
from base64 import b64decode, b64encode

DECLARED = re.compile(
    r"(=\?|charset\s*=\s*[\"']?|\*=)"
    r"(?:gb2312|gb_2312-80|csgb2312|gbk|x-gbk|cp936|ms936|windows-936|euc-cn)"
    r"(?=[?*\"';\s]|$)",
    re.I,
)
PAGE = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.I | re.ASCII)
BEGINNING = 4096  # of a page, in which it has to say so
WORD = r"=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?="
WORDS = re.compile(rf"{WORD}(?:\s+{WORD})+", re.I)
ONE_WORD = re.compile(WORD, re.I)


def mend(message):
    """Declare in every part and header what is really written, and join what was cut.

    :param EmailMessage message: changed in place
    """
    for part in message.walk():
        headers = [(name, str(value)) for name, value in part.raw_items()]
        mended = [(name, mend_header(value)) for name, value in headers]
        if mended != headers:
            for name in {name for name, _value in headers}:
                del part[name]
            for name, value in mended:
                part.set_raw(name, value)
        charset = part.get_content_charset()
        if charset and not _is_known(charset):  # Odoo would refuse the whole mail
            part.set_param("charset", "utf-8")
        elif not charset and part.get_content_type() == "text/html":
            _take_from_page(part)


def mend_header(value):
    """
    :param str value: a header as it stands in the mail
    :return: the same; it declares gb18030 for its subsets, and a character stands in
        one encoded word
    """
    value = DECLARED.sub(r"\1gb18030", value)
    return WORDS.sub(lambda run: _joined(run[0]), value)


def _take_from_page(part):
    """Take the character set that a page of HTML declares where its mail does not."""
    found = PAGE.search((part.get_payload(decode=True) or b"")[:BEGINNING])
    charset = found[1].decode() if found else ""
    if charset and _is_known(charset):
        declared = DECLARED.sub(r"\1gb18030", f"charset={charset}")
        part.set_param("charset", declared.partition("=")[2])


def _joined(run):
    """Encoded words in a row; those of one charset become one where needed."""
    groups = []  # (charset, bytes, the words, whether each can be read by itself)
    for found in ONE_WORD.finditer(run):
        charset, data = found[1].lower(), _decoded(found[2], found[3])
        if data is None:
            return run
        if groups and groups[-1][0] == charset:
            before = groups.pop()
            groups.append(
                (
                    charset,
                    before[1] + data,
                    f"{before[2]} {found[0]}",
                    before[3] and _readable(data, charset),
                )
            )
        else:
            groups.append((charset, data, found[0], _readable(data, charset)))
    if all(readable for *_rest, readable in groups):
        return run
    return " ".join(
        words if readable else f"=?{charset}?b?{b64encode(data).decode()}?="
        for charset, data, words, readable in groups
    )


def _decoded(encoding, text):
    """The bytes of an encoded word; None if it is damaged."""
    if encoding.lower() == "q":
        return quopri.decodestring(text.encode(), header=True)
    try:
        return b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None


def _is_known(charset):
    try:
        codecs.lookup(charset)
    except LookupError:
        return False
    return True


def _readable(data, charset):
    try:
        data.decode(charset)
    except (LookupError, UnicodeError):
        return False
    return True

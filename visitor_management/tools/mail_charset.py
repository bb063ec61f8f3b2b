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
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)
# Python knows them as sets of characters. They are none of mails: some fail however
# they are asked, and out of others come halves of characters.
NO_SETS = {
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-7",
}


def mend(message):
    """Declare in every part and header what is really written, and join what was cut.

    :param EmailMessage message: changed in place
    """
    for part in message.walk():
        headers = [(name, str(value)) for name, value in part.raw_items()]
        mended = [
            (name, _parsed(name, mend_header(value), part.policy))
            for name, value in headers
        ]
        if mended != headers:
            for name in {name for name, _value in headers}:
                del part[name]
            for name, value in mended:
                part.set_raw(name, value)
        if part.get_param("charset") is not None:
            # else Odoo would refuse the whole mail
            if not _is_known(part.get_content_charset("")):
                part.del_param("charset")
                part.set_param("charset", "utf-8")
        elif part.get_content_type() == "text/html":
            _take_from_page(part)


def mend_header(value):
    """
    :param str value: a header as it stands in the mail
    :return: the same; it declares gb18030 for its subsets, a character stands in one
        encoded word, and none is there that no database has a place for
    """
    value = DECLARED.sub(r"\1gb18030", value.replace("\x00", ""))
    value = WORDS.sub(lambda run: _joined(run[0]), value)
    return ONE_WORD.sub(_storable, value)


def _parsed(name, value, policy):
    """As much of a header as can be read: Python fails over some, and with it all."""
    for tried in (value, ONE_WORD.sub("", value), ", ".join(ADDRESS.findall(value))):
        try:
            str(policy.header_fetch_parse(name, tried))
        # no header for Python, whose parser fails with whatever it stumbles over
        except Exception:  # noqa: BLE001, S112
            continue
        return tried
    return ""


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


def _storable(found):
    """An encoded word as it is, or in UTF-8 where it can't be read or kept so."""
    data = _decoded(found[2], found[3])
    if data is None:
        return found[0]
    known = _is_known(found[1])
    text = data.decode(found[1] if known else "utf-8", "replace")
    if known and "\x00" not in text:
        return found[0]
    text = b64encode(text.replace("\x00", "").encode()).decode()
    return f"=?utf-8?b?{text}?=" if text else ""


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
        found = codecs.lookup(charset)
    except (LookupError, ValueError):
        return False
    # not hex or zlib, say, which are no sets of characters; Python has no other way to
    # ask that
    # pylint: disable-next=protected-access
    return found._is_text_encoding and found.name not in NO_SETS


def _readable(data, charset):
    try:
        data.decode(charset)
    except (LookupError, UnicodeError):
        return False
    return True

"""Pass codes: the text of a QR code and the short code for typing.

A token is ``VM1.`` and the base32 of a payload and its Ed25519 signature. The
payload holds a 128-bit id nobody can guess, the site, the validity window and the
areas: enough for a gate without network, and nothing about the person.
"""

import base64
import binascii
import hashlib
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature

from . import keys

PREFIX = "VM1."
ID_BYTES = 16
SIGNATURE_BYTES = 64
MAX_LENGTH = 512
# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: what a hurried eye mistakes on paper.
SHORT_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
SHORT_LENGTH = 8
SHORT_PATTERN = re.compile(f"[{SHORT_ALPHABET}]{{{SHORT_LENGTH}}}")
EPOCH = datetime(2020, 1, 1)


class Token(NamedTuple):
    """What a token says. Times are naive UTC, to the minute."""

    id: bytes
    site_id: int
    valid_from: datetime
    valid_to: datetime
    area_ids: tuple


def token_id(seed, issue):
    """The 128-bit id of one issue of a pass: the same each time it prints.

    :param str seed: the random text stored with the pass
    :param int issue: how often the pass was issued again
    """
    return bytes.fromhex(keys.digest("pass-id", f"{seed}:{issue}"))[:ID_BYTES]


def id_hash(identifier):
    """What the database keeps of an id: enough to find it, not to make it."""
    return hashlib.sha256(identifier).hexdigest()


def encode(token):
    """The canonical text of a :class:`Token`, in the alphabet of alphanumeric QR."""
    payload = _pack(token)
    signature = keys.signing_key().sign(PREFIX.encode() + payload)
    return PREFIX + base64.b32encode(payload + signature).decode().rstrip("=")


def trim(text):
    """A code without what a scanner sends along before and after it.

    :param str text: as it was read or typed
    :return: str, without outer blanks, line ends, tabs, byte order marks and other
        control characters
    """
    begin, end = 0, len(text)
    while begin < end and _sent_along(text[begin]):
        begin += 1
    while begin < end and _sent_along(text[end - 1]):
        end -= 1
    return text[begin:end]


def decode(text):
    """The :class:`Token` of a text, or ``None`` unless every character is right.

    Only the canonical spelling counts: what decodes but would be written
    differently (case, padding, spare bits, long numbers) is refused.
    """
    if not text.startswith(PREFIX) or not text.isascii() or len(text) > MAX_LENGTH:
        return None
    body = text[len(PREFIX) :]
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
        payload, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
        keys.signing_key().public_key().verify(signature, PREFIX.encode() + payload)
        token = _unpack(payload)
    except (binascii.Error, InvalidSignature, IndexError, OverflowError, ValueError):
        return None
    if _pack(token) != payload:
        return None
    if base64.b32encode(raw).decode().rstrip("=") != body:
        return None
    return token


def new_short_code():
    """A random short code: about 37 bits, for authenticated devices only."""
    return "".join(secrets.choice(SHORT_ALPHABET) for _i in range(SHORT_LENGTH))


def normalize_short_code(text):
    """A typed short code in its stored spelling, or ``None`` if it can't be one."""
    if len(text) > 2 * SHORT_LENGTH or not text.isascii():
        return None
    code = re.sub(r"[\s-]", "", text).upper()
    return code if SHORT_PATTERN.fullmatch(code) else None


def _sent_along(character):
    return (
        character.isspace()
        or character == "\ufeff"
        or unicodedata.category(character) == "Cc"
    )


def _pack(token):
    since = _minutes(token.valid_from - EPOCH)
    lasting = _minutes(token.valid_to - token.valid_from)
    numbers = [token.site_id, since, lasting, len(token.area_ids), *token.area_ids]
    return token.id + b"".join(map(_pack_number, numbers))


def _unpack(payload):
    identifier, rest = payload[:ID_BYTES], payload[ID_BYTES:]
    site_id, rest = _unpack_number(rest)
    since, rest = _unpack_number(rest)
    lasting, rest = _unpack_number(rest)
    count, rest = _unpack_number(rest)
    areas = []
    for _i in range(count):
        area, rest = _unpack_number(rest)
        areas.append(area)
    if rest:
        raise ValueError("more bytes than the payload says")
    valid_from = EPOCH + timedelta(minutes=since)
    valid_to = valid_from + timedelta(minutes=lasting)
    return Token(identifier, site_id, valid_from, valid_to, tuple(areas))


def _minutes(duration):
    return int(duration.total_seconds() // 60)


def _pack_number(number):
    """Seven bits a byte, the lowest first; the high bit says that more follow."""
    if number < 0:
        raise ValueError("only numbers from zero on are packed")
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _unpack_number(data):
    number = shift = 0
    for position, byte in enumerate(data):
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number, data[position + 1 :]
        if shift > 63:
            break
    raise ValueError("a number without an end")

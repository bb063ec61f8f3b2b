"""Texts that the database holds only encrypted, each bound to its record."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# the first byte says with which kind of key it was made
KEY_VERSION = b"\x01"
NONCE_BYTES = 12


class Unreadable(Exception):
    """Made with another key, for another record, or changed since."""


def seal(key, bound_to, text):
    """
    :param bytes key: 32 bytes, of ``keys.key``
    :param str bound_to: the record and field: elsewhere it can't be opened
    :return: str
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())
    return base64.b64encode(KEY_VERSION + nonce + sealed).decode()


def unseal(key, bound_to, sealed):
    """
    :return: the text
    :raise Unreadable: see there
    """
    try:
        raw = base64.b64decode(sealed, validate=True)
        version, rest = raw[:1], raw[1:]
        if version != KEY_VERSION:
            raise ValueError("made with an unknown key")
        opened = AESGCM(key).decrypt(
            rest[:NONCE_BYTES], rest[NONCE_BYTES:], bound_to.encode()
        )
        return opened.decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error

"""How each kind of address is spoken to: what is sent, and what the answer means.

WeCom and DingTalk as their group robots are documented; everything else is a signed
request as `Standard Webhooks <https://www.standardwebhooks.com>`_ has it. No network
and no database here.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import parse_qs, quote, quote_plus, urlsplit

# Kinds that are an address on the network; the others are people
POSTED = ("webhook", "wecom", "dingtalk")
# How many octets one message may have
LIMITS = {"wecom": 2000, "dingtalk": 15000, "webhook": 60000}
TOO_MANY_CODES = {45009, 45033, 130101, 410100}
SECRET_PREFIX = "whsec_"
MIN_SECRET = 16
MIN_KEY = 10  # of a part of a path that may be a key
COVER = "••••"


class Request(NamedTuple):
    """What is sent. It holds the key of the address: never logged, never shown."""

    url: str
    headers: dict
    body: bytes


def signature(secret, nonce, timestamp, body):
    """The signature of a webhook: ``v1,`` and base64 of an HMAC-SHA256.

    :param str secret: as entered; after ``whsec_`` it is base64
    :param str nonce: of the message, the same when it is sent again
    :param int timestamp: seconds since 1970 (UTC)
    :param bytes body: as sent
    """
    signed = f"{nonce}.{timestamp}.".encode() + body
    return "v1," + _base64_hmac(_key(secret), signed)


def _key(secret):
    if secret.startswith(SECRET_PREFIX):
        with suppress(binascii.Error):  # it may only look like one
            return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    return secret.encode()


def _base64_hmac(key, text):
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def request(kind, address, secret, notices, now, nonce):
    """What is sent to a channel.

    :param str kind: of ``POSTED``
    :param str address: with its key
    :param str secret: that signs, may be empty for a robot
    :param list notices: dicts with ``text``, and what a webhook is told beside it
    :param float now: seconds since 1970 (UTC)
    :param str nonce: of the message, the same when it is sent again
    :return: :class:`Request`
    """
    headers = {"Content-Type": "application/json; charset=utf-8"}
    text = "\n".join(notice["text"] for notice in notices)
    if kind == "webhook":
        body = _json({"notices": notices})
        stamp = int(now)
        headers |= {
            "webhook-id": nonce,
            "webhook-timestamp": str(stamp),
            "webhook-signature": signature(secret, nonce, stamp, body),
        }
        return Request(address, headers, body)
    body = _json({"msgtype": "text", "text": {"content": text}})
    if kind == "dingtalk" and secret:
        stamp = int(now * 1000)
        signed = _base64_hmac(secret.encode(), f"{stamp}\n{secret}".encode())
        address += f"&timestamp={stamp}&sign={quote_plus(signed)}"
    return Request(address, headers, body)


def _json(content):
    return json.dumps(content, ensure_ascii=False).encode()


def failure(kind, status, text):
    """What an answer says.

    :param str kind: of ``POSTED``
    :param int status: of HTTP
    :param str text: of the answer
    :return: empty, or a word for what went wrong, without anything of the answer but
        its numbers
    """
    if 300 <= status < 400:
        return "redirect"
    if not 200 <= status < 300:
        return f"HTTP {status}"
    if kind == "webhook":
        return ""
    try:
        code = json.loads(text)["errcode"]
    except (ValueError, KeyError, TypeError):
        return "no errcode"
    if code == 0:
        return ""
    return f"errcode {code}" if isinstance(code, int) else "no errcode"


def is_too_many(failed):
    """Whether a failure says that there were too many messages."""
    number = re.fullmatch(r"errcode (\d+)", failed)
    return failed == "HTTP 429" or bool(number and int(number[1]) in TOO_MANY_CODES)


def lacks(kind, address):
    """What an address lacks to be one of a kind.

    :return: empty, or ``https``, ``key`` or ``access_token``: what it has to have
    """
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return "https"
    wanted = {"wecom": "key", "dingtalk": "access_token"}.get(kind)
    if wanted and not parse_qs(parts.query).get(wanted):
        return wanted
    return ""


def shown(address):
    """An address without what opens it: its server, all else covered."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}/{COVER}"


def covered(text, address, secret):
    """A text in which nothing stands that opens a channel.

    :param str text: an answer, which may repeat what it was sent
    """
    parts = urlsplit(address)
    words = {address, secret, parts.query, parts.path}
    words |= {value for each in parse_qs(parts.query).values() for value in each}
    # not every word of a path: "send" or "webhook" opens nothing
    words |= {part for part in parts.path.split("/") if len(part) >= MIN_KEY}
    words |= {quote(word, safe="") for word in words} | {quote(word) for word in words}
    for word in sorted(filter(None, words), key=len, reverse=True):
        if len(word) > 1:
            text = text.replace(word, COVER)
    return text

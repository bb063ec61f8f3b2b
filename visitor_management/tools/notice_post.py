"""One request to an address that an administrator typed, safe for who sends it.

https alone, no redirect is followed, the address that was checked is the one connected
to, no more of an answer is read than is shown, and after seconds it is over, whatever
the other side does. Nothing is logged: the address holds its key.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from .notice_kinds import failure

SECONDS = 6  # for all of it
CONNECT_SECONDS = 3
MOST_BYTES = 16384
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Answer(NamedTuple):
    """``failed`` is empty, or a word for what went wrong; ``text`` the answer."""

    failed: str
    status: int = 0
    text: str = ""


class Refused(Exception):
    """An address that nothing is sent to; says why in a word."""


def post(kind, request, allowed=(), seconds=SECONDS):
    """Send a request and hear the answer.

    :param str kind: of the channel
    :param request: ``notice_kinds.Request``
    :param allowed: hosts that the administrator of the system allows although they are
        no public ones
    :param float seconds: after which it is over
    :return: :class:`Answer`; nothing is raised
    """
    try:
        connection = _connection(request.url, allowed)
        return _exchange(kind, connection, request, seconds)
    except Refused as refused:
        return Answer(str(refused))
    except TimeoutError:
        return Answer("timeout")
    except ssl.SSLError:
        return Answer("certificate")
    except (OSError, http.client.HTTPException, ValueError):
        return Answer("no connection")


def _exchange(kind, connection, request, seconds):
    over = threading.Event()

    def end():
        # a socket that is shut down wakes up whoever reads from it
        over.set()
        with suppress(OSError, AttributeError):  # gone already, or not there yet
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        connection.connect()
        parts = urlsplit(request.url)
        path = parts.path or "/"
        connection.request(
            "POST",
            f"{path}?{parts.query}" if parts.query else path,
            request.body,
            {**request.headers, "Connection": "close"},
        )
        answer = connection.getresponse()
        raw = answer.read(MOST_BYTES + 1)
        if over.is_set():
            return Answer("timeout")
        if len(raw) > MOST_BYTES:
            return Answer("too long an answer", answer.status)
        text = raw.decode("utf-8", "replace")
        return Answer(failure(kind, answer.status, text), answer.status, text)
    except (OSError, http.client.HTTPException):
        if over.is_set():
            return Answer("timeout")
        raise
    finally:
        timer.cancel()
        connection.close()


def _connection(url, allowed):
    """A connection that goes to an address which was looked at.

    :raise Refused: the address is none to send to
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    is_allowed = host in allowed
    if parts.scheme != "https" and not (is_allowed and _is_loopback(host)):
        raise Refused("not https")
    if not host or parts.username or parts.password:
        raise Refused("no address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Refused("unknown host") from error
    addresses = [each[4][0] for each in found]
    if not is_allowed and not all(map(is_public, addresses)):
        raise Refused("private address")
    kind = _Https if parts.scheme == "https" else _Http
    connection = kind(host, port, timeout=CONNECT_SECONDS)
    connection.addresses = addresses
    return connection


def _is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_public(text):
    """Whether an address is one of the internet, in whatever clothes.

    :param str text: of IPv4 or IPv6
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.ip_address(int(address) & 0xFFFFFFFF)
        if address.teredo:
            return False
        if inner is not None:
            address = inner
    return address.is_global and not address.is_multicast


class _Http(http.client.HTTPConnection):
    addresses = ()

    def connect(self):
        """Connect to what was looked at: a second look-up could answer otherwise."""
        self.sock = socket.create_connection(
            (self.addresses[0], self.port), self.timeout
        )


class _Https(http.client.HTTPSConnection):
    addresses = ()

    def connect(self):
        """As above, with the certificate of the host that was asked for."""
        # kept before it is wrapped, so that the timer ends a slow handshake, too
        self.sock = socket.create_connection(
            (self.addresses[0], self.port), self.timeout
        )
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

"""Failures that are told in one sentence."""

import errno
import re


class Failure(Exception):
    """Something that stops ``./dev``; its text is the one sentence shown."""


DISK_FULL = re.compile(r"No space left on device|Disk quota exceeded", re.I)
NO_NETWORK = re.compile(
    r"Could not resolve|Temporary failure|Could not connect|Connection (?:refused|timed"
    r" out|failed)|Network is unreachable|NewConnectionError|ProxyError|Failed to fetch"
    r"|Unable to connect|Cannot connect to proxy|Name or service not known",
    re.I,
)


def reason(output):
    """The cause that a program's output names, as the end of a sentence."""
    if DISK_FULL.search(output):
        return "the disk is full; free some space and run it again"
    if NO_NETWORK.search(output):
        return "the network cannot be reached; run it again when it is there"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(E:|ERROR|error|fatal)", line)]
    return (errors or lines or ["it gave no reason"])[-1].rstrip(".")


def is_disk_full(error):
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)

"""Which letters the fonts of this server have."""

import subprocess
from functools import lru_cache

# Debian's packages, by script; the rest is in the first one.
PACKAGES = dict.fromkeys(("Chinese", "Japanese", "Korean"), "fonts-noto-cjk")
CORE = "fonts-noto-core"


def lacking(letters):
    """The scripts that print as boxes.

    :param dict letters: from the name of a script to a letter of it
    :return: list of names in alphabetical order
    """
    return sorted(name for name, letter in letters.items() if not _has(letter))


def packages(scripts):
    """What is to be installed for some scripts: list of names."""
    return sorted({PACKAGES.get(script, CORE) for script in scripts})


class _Lacks(Exception):
    """Not remembered: a font may be installed at any time."""


def _has(letter):
    try:
        return _found(letter)
    except _Lacks:
        return False


@lru_cache(maxsize=256)
def _found(letter):
    """Whether a font has the letter; where nobody can tell, one is taken to."""
    try:
        answer = subprocess.run(
            ["fc-list", f":charset={ord(letter):x}", "family"],
            capture_output=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return True
    if not answer.stdout.strip():
        raise _Lacks
    return True

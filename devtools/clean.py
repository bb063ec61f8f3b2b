"""``./dev clean``: stop and remove all that ``./dev`` made."""

import shutil

from . import postgres, process
from .errors import Failure
from .locks import Lock
from .project import CACHE


def clean(_options):
    if not CACHE.exists():
        process.say(f"There is nothing at {CACHE}.")
        return 0
    locks = [Lock("setup"), Lock("postgres"), Lock("postgres-users")]
    if not all(lock.try_exclusive() for lock in locks):
        raise Failure("Another ./dev is at work; stop it first.")
    postgres.remove()
    for path in CACHE.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    CACHE.rmdir()
    process.say(f"Removed {CACHE}.")
    return 0

"""File locks, so that several ``./dev`` can share one cache folder."""

import contextlib
import fcntl

from .process import say
from .project import CACHE


class Lock:
    """A lock file in the cache folder; it is free again when its holder is gone."""

    def __init__(self, name):
        self.path = CACHE / f"{name}.lock"
        self.file = None

    def _take(self, mode, wait=True):
        if self.file is None:
            self.file = open(self.path, "a+")  # noqa: SIM115 (kept open on purpose)
        try:
            fcntl.flock(self.file, mode | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def share(self):
        self._take(fcntl.LOCK_SH)

    def try_exclusive(self):
        return self._take(fcntl.LOCK_EX, wait=False)

    def exclusive(self):
        if not self.try_exclusive():
            say(f"  waiting for another ./dev ({self.path.stem}) …")
            self._take(fcntl.LOCK_EX)

    def release(self):
        if self.file is not None:
            self.file.close()
            self.file = None


@contextlib.contextmanager
def locked(name):
    lock = Lock(name)
    lock.exclusive()
    try:
        yield
    finally:
        lock.release()

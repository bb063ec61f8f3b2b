"""Everything that a command needs before it can work."""

import concurrent.futures
import contextlib
import os
import shutil

from . import odoo, process, python_env, system
from .errors import Failure
from .locks import locked
from .project import CACHE, LOGS

MEBIBYTE = 2**20
NEEDED_AT_FIRST = 3000 * MEBIBYTE
NEEDED_LATER = 300 * MEBIBYTE


def prepare(*groups):
    """Install what every command needs, and the named groups of Python packages."""
    CACHE.mkdir(parents=True, exist_ok=True)
    _check_disk()
    with locked("setup"):
        LOGS.mkdir(parents=True, exist_ok=True)
        system.ensure_packages(system.FOR_PYTHON)
        jobs = [
            lambda: system.ensure_packages(system.FOR_DATABASE),
            odoo.ensure,
            lambda: python_env.ensure("run", *groups),
        ]
        with concurrent.futures.ThreadPoolExecutor(len(jobs)) as pool:
            futures = [pool.submit(job) for job in jobs]
            try:
                concurrent.futures.wait(
                    futures, return_when=concurrent.futures.FIRST_EXCEPTION
                )
            finally:
                if any(not f.done() or f.exception() for f in futures):
                    process.end_all()
        process.resume()
        errors = [f.exception() for f in futures if f.exception()]
        # What one failure interrupted elsewhere is no failure of its own.
        errors.sort(key=lambda error: isinstance(error, KeyboardInterrupt))
        if errors:
            raise errors[0]


@contextlib.contextmanager
def packages_meanwhile(names):
    """Install system packages while the body works; both are done at the end."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        future = pool.submit(system.ensure_packages, names)
        try:
            yield
            future.result()
        except BaseException:
            process.end_all()
            future.cancel()
            concurrent.futures.wait([future])
            process.resume()
            raise


def _check_disk():
    free = shutil.disk_usage(CACHE).free
    first = not (odoo.binary() or (odoo.FOLDER / odoo.STAMP).exists())
    needed = NEEDED_AT_FIRST if first else NEEDED_LATER
    if free < needed:
        raise Failure(
            f"The disk is full: {free // MEBIBYTE} MiB are free at {CACHE}, and "
            f"./dev needs {needed // MEBIBYTE} MiB; free some space and run it again."
        )
    if not os.access(CACHE, os.W_OK):
        raise Failure(f"The cache folder {CACHE} can't be written.")

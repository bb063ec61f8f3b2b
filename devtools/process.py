"""Starting programs so that none of them outlives ``./dev``."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from .errors import Failure, reason

_children = set()
_lock = threading.Lock()
_stopping = threading.Event()
_libc = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1


def say(text):
    # in one piece, as several threads may have something to say
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class step:
    """Prints what is being done, and at the end how long it took."""

    def __init__(self, text):
        self.text = text

    def __enter__(self):
        self.start = time.monotonic()
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            say(f"  {self.text} ({time.monotonic() - self.start:.0f} s)")


def _with_parent():
    """In the child: be ended together with ``./dev``, however that ends."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def environment(**extra):
    """Our environment without what would redirect PostgreSQL, Python or Odoo."""
    env = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PG", "ODOO_")) and key not in ("PYTHONPATH", "LC_ALL")
    }
    env.update({"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}, **extra)
    return env


def start(command, *, daemon=False, stays=False, **options):
    """Start a program; unless it is a daemon, it ends with us at the latest.

    :param stays: the thread that we are in is there until the program has ended (the
        system means the thread when it speaks of a parent)
    """
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("env", environment())
    stays = stays or threading.current_thread() is threading.main_thread()
    if not daemon and stays:
        options["preexec_fn"] = _with_parent
    with _lock:
        if _stopping.is_set():
            raise KeyboardInterrupt
        child = subprocess.Popen(
            [str(part) for part in command], start_new_session=True, **options
        )
        if not daemon:
            _children.add(child)
    return child


def run(command, what, *, check=True, daemon=False, text_in=None, **options):
    """Run a program to its end; returns its output, a failure is one sentence."""
    options.setdefault("stdout", subprocess.PIPE)
    if text_in is not None:
        options["stdin"] = subprocess.PIPE
    try:
        child = start(
            command, daemon=daemon, stderr=subprocess.STDOUT, text=True, **options
        )
    except FileNotFoundError:
        raise Failure(f"{what} failed: {command[0]} is not installed.") from None
    try:
        output = child.communicate(text_in)[0] or ""
    finally:
        if not daemon:
            end(child)
    if _stopping.is_set() and child.returncode:
        raise KeyboardInterrupt
    if check and child.returncode:
        raise Failure(f"{what} failed: {reason(output)}.")
    return output if check else (child.returncode, output)


def end(child, patience=15):
    """End a program and what it started: kindly first, then for good."""
    with _lock:
        _children.discard(child)
    for number in (signal.SIGTERM, signal.SIGKILL):
        if child.poll() is not None:
            break
        _signal_group(child, number)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    _signal_group(child, signal.SIGKILL)


def _signal_group(child, number):
    try:
        os.killpg(child.pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def end_all():
    """End everything that is still running."""
    _stopping.set()
    with _lock:
        children = list(_children)
    for child in children:
        _signal_group(child, signal.SIGTERM)
    for child in children:
        end(child)


def resume():
    """Allow programs again, to tidy up after an interruption."""
    _stopping.clear()


def raise_on_signals():
    """Let ``kill`` and a closed terminal do what Ctrl-C does."""

    def interrupt(*_):
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    signal.signal(signal.SIGINT, interrupt)


def port_is_free(port, host="127.0.0.1"):
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError:
            return False
    return True


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def warn(text):
    print(f"./dev: {text}", file=sys.stderr, flush=True)


def pass_on(command, **options):
    """Run a program whose output is for the reader; returns its exit code."""
    child = start(command, **options)
    try:
        return child.wait()
    finally:
        end(child)

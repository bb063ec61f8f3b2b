"""A PostgreSQL cluster of our own: unix socket only, for development and tests.

It is shared by all ``./dev`` of one cache folder: each holds a shared lock while it
works, and the last one that leaves stops the cluster.
"""

import glob
import os
import pwd
import re
import shutil
import stat
import tempfile
from pathlib import Path

from . import process
from .errors import DISK_FULL, Failure
from .locks import Lock, locked
from .project import CACHE, short_hash

SUPERUSER = "odoo"  # Odoo refuses to work as "postgres"
PORT = 5432  # part of the socket's name only
LONGEST_SOCKET = 100  # the system allows 107 bytes

# A crash of the machine may lose this cluster: it holds nothing that can't be remade.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": 200,
    "shared_buffers": "256MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "log_line_prefix": "%m [%p] %d ",
    "timezone": "UTC",
}


def _programs():
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if not found:
        raise Failure("PostgreSQL is not installed.")
    return Path(max(found, key=lambda path: float(path.split("/")[4]))).parent


def _account():
    """Whom the server runs as when we are root: PostgreSQL refuses root."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failure("There is neither a user “postgres” nor “nobody” to run PostgreSQL.")


def _may_enter(folder, account):
    """Whether an account may pass through a folder and all above it."""
    for path in (folder, *folder.parents):
        info = path.stat()
        if info.st_uid == account.pw_uid:
            allowed = info.st_mode & stat.S_IXUSR
        else:
            allowed = info.st_mode & stat.S_IXOTH
        if not allowed:
            return False
    return True


def home():
    """The folder of the cluster: in the cache unless its account can't get there."""
    account = _account()
    if account is None or _may_enter(CACHE, account):
        return CACHE / "postgres"
    return _beside()


def _beside():
    """Where the cluster lives when the cache folder is closed to its account."""
    return Path("/var/tmp") / f"visitor-dev-{os.geteuid()}-{short_hash(CACHE)}"


def socket_folder():
    folder = home() / "socket"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return folder
    name = f"visitor-dev-{os.geteuid()}-{short_hash(CACHE)}"
    return Path(tempfile.gettempdir()) / name


class Cluster:
    """The cluster as one command uses it: ``with Cluster() as cluster``."""

    def __init__(self):
        self.users = Lock("postgres-users")

    def __enter__(self):
        with locked("postgres"):
            self.users.share()
            try:
                self._start()
            except BaseException:
                self.users.release()
                raise
        return self

    def __exit__(self, *_):
        with locked("postgres"):
            if self.users.try_exclusive():
                self.stop()
            self.users.release()

    # -- life ------------------------------------------------------------------

    def _as_account(self):
        account = _account()
        if account is None:
            return {}
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def _folder(self, path):
        """Make a folder that only the server's account can read."""
        path.mkdir(parents=True, exist_ok=True)
        account = _account()
        owners = {os.geteuid(), account.pw_uid if account else os.geteuid()}
        shared = path.parent.stat().st_mode & stat.S_IWOTH
        if shared and (path.is_symlink() or path.stat().st_uid not in owners):
            raise Failure(f"{path} belongs to somebody else; remove it.")
        if account:
            os.chown(path, account.pw_uid, account.pw_gid)
        path.chmod(0o700)

    def _program(self, name, *arguments, what, **options):
        return process.run(
            [_programs() / name, *arguments],
            what,
            cwd="/",
            **self._as_account(),
            **options,
        )

    @property
    def data(self):
        return home() / "data"

    def _start(self):
        self._folder(home())
        self._folder(socket_folder())
        link = home() / "socket"
        if link != socket_folder() and not link.is_symlink():
            link.symlink_to(socket_folder())
        if not (home() / "complete").exists():
            self._create()
        if self.is_running():
            return
        self._check_pid()
        log = home() / "log"
        log.unlink(missing_ok=True)
        code, _output = self._program(
            "pg_ctl",
            *("start", "-w", "-t", "60", "-D", self.data, "-l", log),
            *("-o", f"-k {socket_folder()} -p {PORT}"),
            what="Starting PostgreSQL",
            check=False,
            daemon=True,
            stdout=-3,
        )
        if code:
            text = log.read_text("utf-8", "replace") if log.exists() else ""
            if DISK_FULL.search(text):
                raise Failure("PostgreSQL can't start: the disk is full.")
            last = re.findall(r"(?:FATAL|PANIC): +(.*)", text) or ["no reason given"]
            raise Failure(
                f"PostgreSQL can't start: {last[-1].rstrip('.')} (see {log})."
            )

    def _create(self):
        shutil.rmtree(self.data, ignore_errors=True)
        with process.step("PostgreSQL cluster made"):
            self._program(
                "initdb",
                *("-D", self.data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"),
                *("--locale=C.UTF-8", "--no-sync", "--no-instructions"),
                what="Making a PostgreSQL cluster",
            )
        lines = "".join(f"{key} = '{value}'\n" for key, value in SETTINGS.items())
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(lines)
        (home() / "complete").touch()

    def _pid(self):
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None

    def _is_ours(self, pid):
        """Whether a process is the server of this very data folder."""
        try:
            return Path(f"/proc/{pid}/cwd").resolve() == self.data.resolve()
        except OSError:
            return False

    def is_running(self):
        pid = self._pid()
        return bool(pid and self._is_ours(pid) and self._answers())

    def _answers(self):
        code, _output = self._program(
            *("pg_isready", "-q", "-h", socket_folder(), "-p", str(PORT), "-t", "20"),
            what="Asking PostgreSQL",
            check=False,
        )
        return code == 0

    def _check_pid(self):
        """A process id left by a crash may belong to another program by now."""
        pid = self._pid()
        if pid is None or self._is_ours(pid):
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        if Path(f"/proc/{pid}").exists():
            raise Failure(
                f"PostgreSQL's note of its process id was stale ({pid} is another "
                "program) and has been removed; run ./dev again."
            )

    def stop(self):
        if self._pid() and self._is_ours(self._pid()):
            self._program(
                *("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.data),
                what="Stopping PostgreSQL",
                check=False,
                daemon=True,
            )

    # -- databases -------------------------------------------------------------

    def sql(self, statement, database="template1"):
        """Run SQL as the superuser; returns the output, unaligned, no headers."""
        return process.run(
            [_programs() / "psql", "-h", socket_folder(), "-p", str(PORT)]
            + ["-U", SUPERUSER, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
            + ["-d", database, "-c", statement],
            "A statement to PostgreSQL",
        ).strip()

    def databases(self):
        return self.sql(
            "SELECT datname FROM pg_database WHERE NOT datname LIKE 'template_'"
        ).split()

    def copy(self, source, name):
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')

    def drop(self, name):
        self.sql(f'ALTER DATABASE "{name}" IS_TEMPLATE false')
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def seal(self, name):
        """Make a database a template that nobody can change by accident."""
        self.sql(f'ALTER DATABASE "{name}" IS_TEMPLATE true ALLOW_CONNECTIONS false')

    def is_sealed(self, name):
        return (
            self.sql(
                "SELECT 1 FROM pg_database "
                f"WHERE datname = '{name}' AND datistemplate AND NOT datallowconn"
            )
            == "1"
        )


def remove():
    """Stop the cluster and remove it, for ``./dev clean``."""
    Cluster().stop()
    for folder in {home(), _beside(), socket_folder()}:
        shutil.rmtree(folder, ignore_errors=True)

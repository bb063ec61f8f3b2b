"""Databases with Odoo in them: cached templates and copies of them."""

import os
import re
import secrets
import shutil
import threading
from pathlib import Path

from . import odoo, process, python_env
from .errors import DISK_FULL, Failure
from .locks import locked
from .postgres import PORT, SUPERUSER, socket_folder
from .project import CACHE, LOGS, ROOT, dependencies, short_hash

DATA = CACHE / "data"

# The demo database leaves out what Odoo installs by itself beside the dependencies
# (text messages, stamps, mail connectors: 20 s), all but what a demo makes use of.
# Tests run with everything, as on a real server.
DEMO_OPTIONS = ("--with-demo", "--skip-auto-install")
DEMO_MODULES = ("auth_signup", "hr_org_chart", "rpc")

# Bundles that no page names, and that Odoo therefore doesn't make ahead.
ASKED_FOR_BY_SCRIPTS = (
    "bus.websocket_worker_assets",
    "web.assets_emoji",
    "web.chartjs_lib",
)


def odoo_command(data=DATA):
    """The beginning of a command line of Odoo, its configuration, the environment."""
    start, environment = odoo.command(python_env.python())
    return start, _configuration(data), environment


def _configuration(data):
    """Write Odoo's configuration file for a data folder."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / "odoo.conf"
    addons = ",".join(str(folder) for folder in [*odoo.addons_paths(), ROOT])
    text = (
        "[options]\n"
        f"addons_path = {addons}\n"
        f"admin_passwd = {secrets.token_hex(16)}\n"
        f"data_dir = {data}\n"
        f"db_host = {socket_folder()}\n"
        f"db_port = {PORT}\n"
        f"db_user = {SUPERUSER}\n"
        "gevent_port = 0\n"
        "http_interface = 127.0.0.1\n"
        "limit_time_real = 1200\n"
        "list_db = False\n"
        f"screenshots = {LOGS / 'screenshots'}\n"
        "smtp_port = 9\n"
    )
    temporary = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    temporary.write_text(text, "utf-8")
    temporary.chmod(0o600)
    temporary.rename(path)
    return path


def odoo_once(database, *arguments, what, log, data=DATA):
    """Run Odoo until it has installed or updated modules."""
    start, configuration, environment = odoo_command(data)
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    with path.open("w", encoding="utf-8") as file:
        code, _output = process.run(
            [*start, "-c", configuration, "-d", database, *arguments]
            + ["--stop-after-init", "--no-http", "--max-cron-threads", "0"],
            what,
            check=False,
            env=environment,
            stdout=file,
        )
    if code:
        raise Failure(f"{what} failed: {cause(path)} (see {path}).")
    return path


def cause(path):
    """The last error in a log of Odoo, in a few words."""
    text = path.read_text("utf-8", "replace")
    if DISK_FULL.search(text):
        return "the disk is full"
    # The sentence, and the next one if it is announced by a colon.
    errors = re.findall(
        r"^(?:[\w.]+\.)?\w*(?:Error|Exception|Violation): .*(?:(?<=:)\n.*)?$",
        text,
        re.M,
    )
    lines = errors or text.splitlines() or ["no output"]
    return " ".join(lines[-1].split()).rstrip(".")[:300]


def template(cluster, demo):
    """The name of a template that has the addon's dependencies installed."""
    modules = [*dependencies(), *(DEMO_MODULES if demo else ())]
    name = f"template_{short_hash(odoo.version(), demo, *modules)}"
    with locked("template"):
        if cluster.is_sealed(name):
            return name
        for old in cluster.databases():
            if old == name:
                cluster.drop(old)
        kind = "with" if demo else "without"
        with process.step(f"database template {kind} demo data"):
            shutil.rmtree(DATA / "filestore" / name, ignore_errors=True)
            odoo_once(
                name,
                *("-i", ",".join(modules), *(DEMO_OPTIONS if demo else ())),
                what="Installing the addon's dependencies",
                log=f"template-{kind}-demo",
            )
            if not demo:
                make_assets(name)
            cluster.seal(name)
    return name


def make_assets(name, data=DATA):
    """Make the bundles of scripts and styles, which browser tests else wait for."""
    start, configuration, environment = odoo_command(data)
    code = "env['ir.qweb']._pregenerate_assets_bundles()\n"
    for bundle in ASKED_FOR_BY_SCRIPTS:
        code += f"env['ir.qweb']._get_asset_bundle('{bundle}').js()\n"
    code += "env.cr.commit()\n"
    process.run(
        [*start, "shell", "-c", configuration, "-d", name, "--no-http"]
        + ["--log-level", "warn"],
        "Making the bundles of scripts",
        env=environment,
        text_in=code,
    )


def copy(cluster, source, name, source_data=DATA, data=DATA):
    """Copy a database and its files (they never change, so links will do)."""
    cluster.copy(source, name)
    files = Path(source_data) / "filestore" / source
    target = Path(data) / "filestore" / name
    shutil.rmtree(target, ignore_errors=True)
    if files.is_dir():
        shutil.copytree(files, target, copy_function=os.link)


def drop(cluster, name, data=DATA):
    if name in cluster.databases():
        cluster.drop(name)
    shutil.rmtree(Path(data) / "filestore" / name, ignore_errors=True)

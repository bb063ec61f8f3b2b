"""The files in ``docs/docker`` against what the tests use and what the images take.

There is no Docker where the tests run. What the image of Odoo declares stands here,
read in its Dockerfile and its entrypoint (``19.0`` of github.com/odoo/docker).
"""

import ast
import configparser
import json
import os
import re
import shlex

import pytest
import yaml
from bases import ROOT

from devtools import odoo, postgres, process, python_env
from devtools.project import ADDON, ADDON_DIR, manifest

FOLDER = ROOT / "docs" / "docker"
README = (FOLDER / "README.md").read_text("utf-8")
SERVICES = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
ADDONS, DATA = "/mnt/extra-addons", "/var/lib/odoo"
CONFIGURATION = "/etc/odoo/odoo.conf"
PORTS = {"http_port": "8069", "gevent_port": "8072"}
# the entrypoint makes db_host, db_port, db_user and db_password of these
VARIABLES = {"HOST", "PORT", "USER", "PASSWORD", "PASSWORD_FILE"}
# what it is built with: a distribution for Python of this name is there
PACKAGES = {
    "qrcode": "python3-qrcode",
    "phonenumbers": "python3-phonenumbers",
    "cryptography": "python3-cryptography",
    "openpyxl": "python3-openpyxl",
    "xlsxwriter": "python3-xlsxwriter",
}
PYTHON = "3.12"


def service(name):
    return SERVICES["services"][name]


def mounts(name):
    """What is seen where in a service: target by source, without the mode."""
    parts = [each.split(":") for each in service(name)["volumes"]]
    return {target: source for source, target, *_mode in parts}


def options():
    """Of Odoo's options as they stand in ``odoo.conf``: texts by name."""
    parser = configparser.RawConfigParser()
    parser.read(FOLDER / "odoo.conf")
    return dict(parser.items("options"))


@pytest.fixture(scope="module")
def known():
    """What Odoo's own parser knows: options of the file, flags of the command line."""
    code = (
        "import json\n"
        "from odoo import release\n"
        "from odoo.tools import config\n"
        "print(json.dumps({\n"
        " 'options': [o.dest for o in config.options_index.values()\n"
        "             if o.file_loadable],\n"
        " 'flags': [f for g in [config.parser, *config.parser.option_groups]\n"
        "           for o in g.option_list for f in o._short_opts + o._long_opts],\n"
        " 'postgresql': release.MIN_PG_VERSION,\n"
        " 'series': release.series,\n"
        " 'python': [release.MIN_PY_VERSION, release.MAX_PY_VERSION],\n"
        "}))\n"
    )
    path = odoo.package(python_env.python()).parent
    said = process.run(
        [python_env.python(), "-c", code],
        "Odoo's options",
        env={**os.environ, "PYTHONPATH": str(path)},
    )
    return json.loads(said.splitlines()[-1])


def source(name):
    return (ROOT / name).read_text("utf-8")


def test_images(known):
    series = ".".join(manifest()["version"].split(".")[:2])
    assert service("odoo")["image"] == f"odoo:{series}" == f"odoo:{known['series']}"
    database = int(re.fullmatch(r"postgres:(\d+)", service("db")["image"])[1])
    tested = int(postgres._programs().parent.name)  # /usr/lib/postgresql/15/bin
    assert known["postgresql"] <= database <= tested
    lowest, highest = known["python"]
    assert lowest <= [int(part) for part in PYTHON.split(".")] <= highest
    assert f"({PYTHON})" in README
    assert set(re.findall(r"\bodoo:[\d.]+", README)) == {service("odoo")["image"]}


def test_variables():
    taken = service("odoo")["environment"]
    keys = source(f"{ADDON}/tools/keys.py")
    secret = re.search(r'^ENVIRONMENT = "(\w+)"', keys, re.M)[1]
    assert taken.keys() - {secret} <= VARIABLES
    assert taken["HOST"] in SERVICES["services"]
    given = service("db")["environment"]
    assert taken["USER"] == given["POSTGRES_USER"] != "postgres", "Odoo refuses it"
    assert taken["PASSWORD"] == given["POSTGRES_PASSWORD"]
    assert given["POSTGRES_DB"] == "postgres", "where Odoo asks which there are"
    # who forgets .env, or a line of it, is told: nothing has a value of its own
    named = set()
    for value in (taken["PASSWORD"], taken[secret]):
        named.add(re.fullmatch(r"\$\{(\w+):\?missing in \.env\}", value)[1])
    assert named == {"POSTGRES_PASSWORD", secret}
    assert all(f"{name}=%s" in README for name in named)
    ignored = source(".gitignore").splitlines()
    assert {"/docs/docker/.env", "/docs/docker/tls/"} <= set(ignored)


def test_paths():
    seen = mounts("odoo")
    assert seen[CONFIGURATION] == "./odoo.conf"
    addon = seen[f"{ADDONS}/{ADDON}"]
    assert (FOLDER / addon).resolve() == ADDON_DIR
    assert seen[DATA] in SERVICES["volumes"], "the files outlive the container"
    assert mounts("db")["/var/lib/postgresql/data"] in SERVICES["volumes"]
    assert options()["addons_path"] == ADDONS
    assert options()["data_dir"] == DATA
    web = mounts("proxy")
    assert (FOLDER / web["/etc/nginx/conf.d/default.conf"]).is_file()
    (certificates,) = set(re.findall(r"/etc/nginx/(\w+)/\w+\.pem", nginx()))
    assert web[f"/etc/nginx/{certificates}"] == f"./{certificates}"


def test_options(known):
    assert options().keys() <= set(known["options"])
    assert options().items() >= PORTS.items()
    assert int(options()["workers"]) > 0, "else nobody listens for websockets"
    assert options()["dbfilter"] == f"^{options()['db_name']}$"
    assert "ports" not in service("odoo"), "all callers come by the proxy"
    assert options()["proxy_mode"] == "True"


def test_packages():
    needed = set(manifest()["external_dependencies"]["python"])
    assert needed == PACKAGES.keys()
    text = README[README.index("## Packages") :].split("\n## ")[0]
    assert all(f"`{name}`" in text for name in [*needed, *PACKAGES.values()])
    pinned = source("requirements/run.txt")
    assert all(re.search(rf"(?im)^{name}==", pinned) for name in needed)
    readme = source("README.md")
    apt = re.search(r"`apt install ([\w\s-]+)`", readme)[1].split()
    assert set(apt) == set(PACKAGES.values())


def test_fonts():
    fonts = source(f"{ADDON}/tools/fonts.py")
    assert '"fonts-noto-cjk"' in fonts and "`fonts-noto-cjk`" in README
    assert '"fonts-noto-core"' in fonts and "fonts-noto-core " in README


def commands():
    """The words of each call of Compose in the README."""
    code = "\n".join(re.findall(r"^(?:    ){1,2}(.*)$", README, re.M))
    lines = [re.split(r" [<>]+ | <<", line)[0] for line in code.splitlines()]
    return [shlex.split(line)[2:] for line in lines if "docker compose " in line]


def test_commands(known):
    called = commands()
    assert len(called) > 8
    flags = {"-T", "--rm", "-d"}
    for words in called:
        verb, words = words[0], words[1:]
        assert verb in ("run", "exec", "up", "stop"), words
        rest = [word for word in words if word not in flags]
        assert not rest or rest[0] in SERVICES["services"], words
        if verb != "run" or rest[1] != "odoo":
            continue
        # the entrypoint takes “odoo”, adds the database's options, and calls Odoo
        for at, word in enumerate(rest[2:]):
            if word.startswith("-"):
                assert word in known["flags"], word
            elif rest[2 + at - 1] not in ("-i", "-u"):
                assert word == "shell", rest
        named = [rest[at + 1] for at, word in enumerate(rest) if word in ("-i", "-u")]
        assert set(named) <= {ADDON}
    database, user = options()["db_name"], service("db")["environment"]["POSTGRES_USER"]
    for words in called:
        if words[0] == "exec" and "db" in words:
            assert words[words.index("-U") + 1] == user
            assert database in words
        if "tar" in words:
            assert words[words.index("-C") + 1] == DATA
    assert f"filestore/{database}" in README


# -- nginx -----------------------------------------------------------------------------


def nginx():
    return re.sub(r"#.*", "", (FOLDER / "nginx.conf").read_text("utf-8"))


def test_the_proxy_tells_who_calls():
    """In each place that sets a header of its own: there nothing is inherited."""
    server = nginx()[nginx().index("listen 443") :]
    wanted = {
        "Host": "$host",
        "X-Forwarded-Host": "$http_host",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "$scheme",
    }
    places = [re.split(r"location ", server)[0]]
    places += re.findall(r"location [^{]+\{([^}]*)\}", server)
    for place in places:
        headers = dict(re.findall(r"proxy_set_header\s+(\S+)\s+(\S+);", place))
        assert not headers or headers.items() >= wanted.items(), place
    core = (odoo.package(python_env.python()) / "http.py").read_text("utf-8")
    assert 'environ.get("HTTP_X_FORWARDED_HOST")' in core
    assert "x_for=1, x_proto=1, x_host=1" in core


def test_the_proxy_finds_both_ports():
    to = dict(re.findall(r"upstream (\w+) \{\s*server (\S+);", nginx()))
    assert to == {
        "odoo": f"odoo:{PORTS['http_port']}",
        "odoo_websocket": f"odoo:{PORTS['gevent_port']}",
    }
    locations = dict(
        re.findall(r"location (\S+) \{\s*proxy_pass http://(\w+);", nginx())
    )
    assert locations == {"/": "odoo", "/websocket": "odoo_websocket"}


def test_the_proxy_lets_through_what_odoo_takes():
    limit = int(re.search(r"client_max_body_size (\d+)m;", nginx())[1])
    core = (odoo.package(python_env.python()) / "http.py").read_text("utf-8")
    of_odoo = re.search(r"^DEFAULT_MAX_CONTENT_LENGTH = ([\d *]+)", core, re.M)[1]
    assert limit * 1024**2 == _product(of_odoo)
    text = source(f"{ADDON}/models/complaint/client_complaint_portal_files.py")
    most = _product(re.search(r"^MAX_FILES = (\d+)", text, re.M)[1])
    size = _product(re.search(r"^MAX_FILE_SIZE = ([\d *]+)", text, re.M)[1])
    said = int(re.search(r"smallest limit that does is (\d+)m", operation())[1])
    assert most * size < said * 1024**2 <= limit * 1024**2


def operation():
    return re.sub(r"\s+", " ", source("docs/operation.md"))


def _product(text):
    result = 1
    for part in text.split("*"):
        result *= ast.literal_eval(part.strip())
    return result

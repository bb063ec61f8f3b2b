"""``./dev lint``: all the checks that need no running server."""

import concurrent.futures
import re
import subprocess
import time

from . import databases, i18n, odoo, odoo_log, process, python_env
from .errors import Failure
from .postgres import Cluster
from .project import ADDON, ADDON_DIR, LOGS, ROOT
from .setup import prepare
from .workplace import workplace

# Addresses of package archives and paths of somebody's machine have no place in a
# repository. (Escaped as they are, these patterns don't match themselves.)
FORBIDDEN = {
    r"(?:deb|snapshot|security)\.debian\.org|\bpypi\.org|pythonhosted\.org"
    r"|registry\.npmjs": "the address of a package archive",
    r"(?<![\w./\\)\]}-])/(?:work|root|home|Users)/\w": "a path of one machine",
}
LONG_FILE = 500
# What git leaves of a conflict; in a text a line of = is below a heading, too.
CONFLICT, CONFLICT_IN_TEXT = r"(<{7}|>{7}|={7})( |$)", r"(<{7}|>{7})( |$)"
TEXT = (".cfg", ".csv", ".css", ".js", ".json", ".md", ".po", ".pot", ".py", ".scss")
TEXT += (".toml", ".txt", ".xml", ".yaml", ".yml", "")


def lint(options):
    prepare("lint")
    failed = [
        name
        for name, check in (
            ("ruff", lambda: _ruff(options.fix)),
            ("files", _files),
            ("xml", _xml),
            ("oca hooks", _oca_hooks),
        )
        if _told(name, *_timed(check))
    ]
    if options.fast:
        translations = _timed(lambda: _program(i18n.po("check")))
        slow = [("pylint-odoo", _timed(_pylint)), ("translations", translations)]
    else:
        slow = zip(("pylint-odoo", "in Odoo"), _pylint_beside_odoo(), strict=True)
    failed += [name for name, found in slow if _told(name, *found)]
    if failed:
        raise Failure(f"Lint failed: {', '.join(failed)}.")
    return 0


def _timed(check):
    """What a check finds, and the seconds that it takes."""
    began = time.monotonic()
    return check(), time.monotonic() - began


def _told(name, problems, seconds):
    """Say what a check found; answer whether there is anything."""
    verdict = f"{len(problems)} problems" if problems else "fine"
    process.say(f"{name}: {verdict} ({seconds:.0f} s)")
    for problem in problems:
        process.say(f"  {problem}")
    return bool(problems)


def _pylint_beside_odoo():
    """The two checks that take long, side by side."""
    with (
        Cluster() as cluster,
        workplace(cluster) as work,
        concurrent.futures.ThreadPoolExecutor(1) as pool,
    ):
        pylint = pool.submit(_timed, _pylint)
        try:
            in_odoo = _timed(lambda: _in_odoo(work))
            return pylint.result(), in_odoo
        except BaseException:
            process.end_all()  # else an interrupted check waits for the other one
            raise


def _program(command, **options):
    """The lines that a checker prints when it is not content."""
    code, output = process.run(
        command, str(command[0]), check=False, cwd=ROOT, **options
    )
    if not code:
        return []
    lines = [line for line in output.splitlines() if line.strip("* ")]
    # Pylint says some things twice, and puts titles between them.
    lines = [line for line in dict.fromkeys(lines) if not line.startswith("****")]
    return lines or [f"{command[0]} ended with code {code}"]


def _tool(name):
    return python_env.FOLDER / "bin" / name


def _sources():
    """Files of the repository, those not yet added included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    if listed.returncode:
        raise Failure("./dev lint works on a git repository, and this is none.")
    names = listed.stdout.decode().split("\0")
    paths = [ROOT / name for name in sorted(set(names)) if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


# -- checks of files -------------------------------------------------------------


def _ruff(fix):
    paths = [ADDON, "devtools", "tests", "dev"]
    fixing = ["--fix"] if fix else ["--no-fix"]
    problems = _program(
        [_tool("ruff"), "check", "-q", "--output-format=concise", *fixing, *paths]
    )
    formatting = [] if fix else ["--check"]
    return problems + _program([_tool("ruff"), "format", "-q", *formatting, *paths])


def _files():
    """White space, line ends, forgotten conflicts, addresses and long files."""
    problems = []
    for path in _sources():
        if path.suffix not in TEXT or path.name == "LICENSE":
            continue
        name = path.relative_to(ROOT)
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            problems.append(f"{name}: is not UTF-8")
            continue
        problems += [f"{name}{problem}" for problem in _text_problems(path, text)]
        lines = text.count("\n")
        if lines > LONG_FILE and path.suffix in (".js", ".py", ".xml"):
            process.say(f"  note: {name} has {lines} lines")
    return problems


def _text_problems(path, text):
    if text and not text.endswith("\n"):
        yield ": has no newline at its end"
    if "\r" in text:
        yield ": has carriage returns"
    if path.suffix == ".rej" or path.name == "en.po":
        yield ": does not belong into the repository"
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip() and path.suffix not in (".md", ".po", ".pot"):
            yield f":{number}: white space at the end of the line"
        if re.match(CONFLICT_IN_TEXT if path.suffix == ".md" else CONFLICT, line):
            yield f":{number}: a forgotten merge conflict"
        for pattern, what in FORBIDDEN.items():
            if re.search(pattern, line):
                yield f":{number}: {what}"


def _xml():
    """Well-formed, and data files as Odoo's schema wants them."""
    return _program(
        [python_env.python(), ROOT / "devtools" / "xml_check.py"]
        + [odoo.package(python_env.python()) / "import_xml.rng", ADDON_DIR]
    )


def _pylint():
    return _program(
        [_tool("pylint"), "--rcfile", ROOT / ".pylintrc", "-j", "2", ADDON_DIR]
    )


def _oca_hooks():
    """OCA's checks of XML, CSV and translation files."""
    files = [path for path in _sources() if path.is_relative_to(ADDON_DIR)]
    catalogues = [path for path in files if path.suffix in (".po", ".pot")]
    problems = _program(
        [_tool("oca-checks-odoo-module"), ADDON_DIR / "__manifest__.py"]
    )
    if catalogues:
        problems += _program(
            [_tool("oca-checks-po"), "--disable=po-pretty-format", *catalogues]
        )
    return problems


# -- checks inside Odoo ------------------------------------------------------------


def _in_odoo(work):
    """Install the addon, let Odoo's own test_lint look at it, export its terms."""
    database = work.database("lint")
    problems = _test_lint(work, database)
    fresh = i18n.export(work, database)
    return problems + _program(i18n.po("check", fresh)) + _odoo_pylint()


def _test_lint(work, database):
    start, configuration, environment = databases.odoo_command(work.data)
    # TestPyLint looks at all of Odoo: _odoo_pylint does the same for the addon.
    _code, output = process.run(
        [*start, "-c", configuration, "-d", database, "-i", f"test_lint,{ADDON}"]
        + ["--test-tags", "/test_lint,-/test_lint:TestPyLint", "--stop-after-init"]
        + ["--http-port", str(process.free_port()), "--max-cron-threads", "0"],
        "Odoo's test_lint",
        check=False,
        env=environment,
    )
    log = LOGS / f"{database}.log"
    log.write_text(output, "utf-8")
    results, records = odoo_log.Results("test_lint"), []
    for line in output.splitlines(keepends=True):
        records += results.read(line)
    records += results.finish()
    problems = [problem for record in records for problem in _ours(record)]
    if not results.passed():
        problems.append(f"test_lint did not run (see {log})")
    return problems


def _ours(record):
    """The lines of a warning or error that are about our addon."""
    lines = record.splitlines()
    if ADDON not in record or "odoo.tests.result" in lines[0]:
        return
    # One failing test of Odoo's can name many modules: only our lines count.
    about = [line for line in lines[1:] if ADDON in line and "File " not in line]
    yield "\n    ".join([lines[0].split(" ", 4)[-1], *(about or lines[1:])])


def _odoo_pylint():
    """The checkers of test_lint's TestPyLint on our addon alone."""
    _command, environment = odoo.command(python_env.python())
    package = odoo.package(python_env.python())
    for folder in (package / "addons", package.parent / "addons"):
        if (folder / "test_lint").is_dir():
            break
    checkers = folder / "test_lint" / "tests"
    environment["PYTHONPATH"] = f"{checkers}:{package.parent}"
    environment["ADDONS_PATH"] = str(ROOT)
    plugins = (
        "_pylint_path_setup,_odoo_checker_sql_injection,_odoo_checker_gettext,"
        "_odoo_checker_unlink_override,pylint.extensions.bad_builtin"
    )
    enabled = (
        "used-before-assignment,undefined-variable,eval-used,unreachable,"
        "function-redefined,sql-injection,missing-gettext,gettext-variable,"
        "gettext-placeholders,gettext-repr,raise-unlink-override"
    )
    return _program(
        [_tool("pylint"), "--rcfile=/dev/null", "--disable=all"]
        + ["--disable=useless-option-value,unknown-option-value"]
        + [f"--enable={enabled}", f"--load-plugins={plugins}", "--bad-functions=input"]
        + ["--reports=n", "--score=n", ADDON_DIR],
        env=environment,
    )

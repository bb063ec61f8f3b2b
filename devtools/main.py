"""The command line of ``./dev``."""

import argparse
import sys

from . import process
from .errors import Failure, is_disk_full


def _run(options):
    from . import serve

    return serve.run(options)


def _shell(options):
    from . import serve

    return serve.shell(options)


def _test(options):
    from . import testing

    return testing.test(options)


def _lint(options):
    from . import lint

    return lint.lint(options)


def _i18n(options):
    from . import i18n

    return i18n.refresh(options)


def _tables(options):
    from . import tables

    return tables.tables(options)


def _clean(options):
    from . import clean

    return clean.clean(options)


def _parser():
    parser = argparse.ArgumentParser(
        prog="./dev",
        description="Run, test and check the addon. Everything it needs it fetches "
        "into the folder .dev of this repository (or $VISITOR_DEV_CACHE); "
        "$ODOO_BIN names an Odoo 19 to use instead of Debian's.",
    )
    commands = parser.add_subparsers(metavar="COMMAND")

    run = commands.add_parser("run", help="serve the addon with demo data")
    run.add_argument("--port", type=int, default=8069, help="default: 8069")
    run.add_argument("--fresh", action="store_true", help="make the database anew")
    run.add_argument(
        "--prepare", action="store_true", help="do everything but start the server"
    )
    run.add_argument("--dev", metavar="FEATURES", help="Odoo's --dev (reload,xml,…)")
    run.set_defaults(action=_run)

    test = commands.add_parser("test", help="run all tests, or those named")
    test.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="a test's file, class, Class.method or method; "
        "“visitor_management” or “tests” for one half",
    )
    test.add_argument(
        "--weigh",
        action="store_true",
        help="note what each file takes, by which all tests are divided",
    )
    test.set_defaults(action=_test)

    lint = commands.add_parser("lint", help="check style, XML, translations")
    lint.add_argument("--fix", action="store_true", help="let ruff correct what it can")
    lint.add_argument("--fast", action="store_true", help="without Odoo's test_lint")
    lint.set_defaults(action=_lint)

    shell = commands.add_parser("shell", help="Odoo's shell on the demo database")
    shell.set_defaults(action=_shell)

    for command in (run, shell):
        command.add_argument("--database", default="visitor_demo", metavar="NAME")

    i18n = commands.add_parser(
        "i18n", help="refresh the translation template, show what is missing"
    )
    i18n.set_defaults(action=_i18n)

    tables = commands.add_parser(
        "tables", help="make the tables of Chinese characters anew"
    )
    tables.set_defaults(action=_tables)

    clean = commands.add_parser("clean", help="stop and remove all that ./dev made")
    clean.set_defaults(action=_clean)
    return parser


def main(arguments):
    parser = _parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "action"):
        parser.print_help()
        return 0
    process.raise_on_signals()
    try:
        return options.action(options)
    except Failure as failure:
        process.warn(failure)
    except KeyboardInterrupt:
        process.warn("interrupted.")
        process.end_all()
        return 130
    except OSError as error:
        process.end_all()
        if not is_disk_full(error):
            raise
        process.warn("The disk is full; free some space and run it again.")
    process.end_all()
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

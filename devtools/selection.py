"""Which tests a name means."""

import ast
import dataclasses
import re

from .errors import Failure
from .project import ADDON, ADDON_DIR, ROOT

ALL = f"/{ADDON}"
# Tests that take long and measure; they have a command of their own.
LEFT_OUT = "-visitor_bench"
NO_SERVER = ("tests/dev", "tests/docs")


@dataclasses.dataclass
class Selection:
    """Tags for Odoo, per kind of test, and arguments for pytest."""

    addon_tags: list = dataclasses.field(default_factory=list)
    pytest_arguments: list = dataclasses.field(default_factory=list)
    needs_server: bool = True
    everything: bool = False
    # one half or both: enough to divide it among the processors
    halves: bool = False


@dataclasses.dataclass(frozen=True)
class Method:
    """One test of the addon."""

    file: str
    klass: str
    name: str
    standard: bool
    left_out: bool = False
    # of a class that others may inherit from, which need not be run itself
    inherited: bool = False


def select(names):
    """The tests that the names of ``./dev test`` mean; all without names."""
    methods = list(addon_methods())
    chosen = Selection(everything=not names, halves={*names} <= {ADDON, "tests"})
    for name in names or [ADDON, "tests"]:
        found = _in_addon(name, methods)
        in_tests = _in_tests(name)
        if not found and not in_tests:
            raise Failure(f"No test, file or class of tests is named {name}.")
        chosen.addon_tags += found
        chosen.pytest_arguments += in_tests
    if chosen.addon_tags:
        kinds = sorted({kind for kind, _tag in chosen.addon_tags}, reverse=True)
        chosen.addon_tags += [(kind, LEFT_OUT) for kind in kinds]
    files = [name for name in chosen.pytest_arguments if not name.startswith("-")]
    chosen.needs_server = not files or any(
        not name.startswith(NO_SERVER) for name in files
    )
    return chosen


def addon_methods():
    """All tests in the addon's files, and classes whose tests may be inherited."""
    for path in sorted((ADDON_DIR / "tests").glob("test_*.py")):
        for klass in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(klass, ast.ClassDef):
                continue
            tags = " ".join(ast.unparse(item) for item in klass.decorator_list)
            if "tagged" in tags:  # its tests may all be inherited
                yield Method(path.stem, klass.name, "", "-standard" not in tags)
            for item in klass.body:
                if isinstance(item, ast.FunctionDef) and item.name.startswith("test"):
                    own = " ".join(ast.unparse(part) for part in item.decorator_list)
                    standard = "-standard" not in tags + own
                    left_out = LEFT_OUT.removeprefix("-") in tags + own
                    yield Method(
                        path.stem,
                        klass.name,
                        item.name,
                        standard,
                        left_out,
                        inherited="tagged" not in tags,
                    )


def _kind(method):
    return "standard" if method.standard else "others"


def _in_addon(name, methods):
    """Pairs of the kind of test and a tag of Odoo."""
    plain = re.sub(rf"^(\./)?{ADDON}/tests/|\.py$", "", name)
    if name.rstrip("/") in (ADDON, f"./{ADDON}", f"{ADDON}/tests"):
        wanted = {(_kind(method), ALL) for method in methods}
    else:
        wanted = set()
        for method in methods:
            tag = None
            if plain == method.file or plain == method.klass:
                tag = f"{ALL}:{method.klass}"
            elif plain in (method.name, f"{method.klass}.{method.name}"):
                tag = f"{ALL}:{method.klass}.{method.name}"
            if tag:
                wanted.add((_kind(method), tag))
    # Without "*" Odoo takes tags for those of standard tests only.
    return sorted(
        (kind, tag if kind == "standard" else f"*{tag}") for kind, tag in wanted
    )


def _in_tests(name):
    """Arguments for pytest: a path below ``tests/``, or names found in there."""
    path = name.removeprefix("./").split("::")[0]
    if path.split("/")[0] == "tests" and (ROOT / path).exists():
        return [name.removeprefix("./")]
    found = []
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        place = file.relative_to(ROOT).as_posix()
        if name in (file.stem, file.name):
            found.append(place)
        else:
            found += _nodes(file, place, name)
    return found


def _nodes(file, place, name):
    """Functions, classes and methods of a file that have the name."""
    for item in ast.parse(file.read_text("utf-8")).body:
        if isinstance(item, ast.ClassDef):
            if name == item.name:
                yield f"{place}::{item.name}"
            for method in item.body:
                if getattr(method, "name", "") and name in (
                    method.name,
                    f"{item.name}.{method.name}",
                ):
                    yield f"{place}::{item.name}::{method.name}"
        elif isinstance(item, ast.FunctionDef) and name == item.name:
            yield f"{place}::{name}"

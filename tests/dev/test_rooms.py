"""The rooms of ``visitor_management/models``: what knows what, without a database."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

ADDON = Path(__file__).resolve().parents[2] / "visitor_management"
MODELS = ADDON / "models"


def _imported(package):
    """The names that a package's ``__init__`` imports, in order."""
    tree = ast.parse((package / "__init__.py").read_text("utf-8"))
    return [
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]


ROOMS = _imported(MODELS)
FILES = sorted(path for room in ROOMS for path in (MODELS / room).glob("[!_]*.py"))


class Class:
    """A class of a model: where it stands, its model, what it inherits."""

    def __init__(self, path, node):
        given = {
            statement.targets[0].id: ast.literal_eval(statement.value)
            for statement in node.body
            if isinstance(statement, ast.Assign)
            and getattr(statement.targets[0], "id", "") in ("_name", "_inherit")
        }
        inherited = given.get("_inherit", [])
        self.path = path
        self.parents = [inherited] if isinstance(inherited, str) else inherited
        self.model = given.get("_name") or (self.parents or [""])[0]
        self.extends = self.model in self.parents or "_name" not in given
        self.abstract = "AbstractModel" in ast.unparse(node.bases[0])
        self.fields = [
            statement.targets[0].id
            for statement in node.body
            if isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Call)
            and not statement.targets[0].id.startswith("__")
        ]


def _classes():
    found = []
    for path in FILES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.bases:
                one = Class(path, node)
                if one.model:
                    found.append(one)
    return found


CLASSES = _classes()


def test_each_model_stands_in_a_room():
    assert [path.name for path in MODELS.glob("*.py")] == ["__init__.py"]
    assert {path.name for path in MODELS.iterdir() if path.is_dir()} - {
        "__pycache__"
    } == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_each_file_of_a_room_is_loaded(room):
    files = {path.stem for path in (MODELS / room).glob("[!_]*.py")}
    assert set(_imported(MODELS / room)) == files


def test_a_room_knows_those_above_it_only():
    upwards = []
    for path in FILES:
        here = ROOMS.index(path.parent.name)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 2 and node.module:
                if ROOMS.index(node.module.split(".")[0]) > here:
                    upwards.append(f"{path.name} imports {node.module}")
    assert not upwards


def test_a_file_imports_what_is_loaded_before_it():
    """Or a model would be extended before it is there."""
    bases = {one.path: one.model for one in CLASSES if not one.extends}
    early = []
    for path in FILES:
        order = _imported(path.parent)
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
                other = path.parent / f"{node.module}.py"
                if other not in bases and order.index(node.module) > order.index(
                    path.stem
                ):
                    early.append(f"{path.name} imports {node.module}")
    assert not early


def test_a_mixin_is_shared():
    """What a single model needs is a file of that model, not a mixin."""
    heirs = defaultdict(set)
    for one in CLASSES:
        for parent in one.parents:
            if parent != one.model:
                heirs[parent].add(one.model)
    mixins = {one.model for one in CLASSES if one.abstract and not one.extends}
    assert not [name for name in sorted(mixins & heirs.keys()) if len(heirs[name]) < 2]


def test_what_a_record_is_stands_in_one_file():
    """Fields, constraints and indexes of our models: in the file of the model."""
    ours = {one.model for one in CLASSES if not one.extends}
    elsewhere = [
        f"{one.path.name}: {name}"
        for one in CLASSES
        if one.extends and one.model in ours and "mixin" not in one.path.name
        for name in one.fields
    ]
    assert not elsewhere


def test_a_file_is_named_as_its_model():
    """So that the first guess finds it: the model's name, then what it is about."""
    odd = [
        one.path.name
        for one in CLASSES
        if not one.path.stem.startswith(one.model.replace(".", "_"))
        and sum(other.path == one.path for other in CLASSES) == 1
    ]
    assert not odd


def test_the_picture_shows_each_room_and_no_arrow_upwards():
    text = (ADDON.parent / "docs" / "architecture.md").read_text("utf-8")
    picture = text.split("```mermaid")[1].split("```")[0]
    assert set(re.findall(r"^    (\w+)\[", picture, re.M)) == set(ROOMS)
    for line in picture.splitlines():
        way = line.split("-->")
        places = [ROOMS.index(room.strip()) for room in way] if len(way) > 1 else []
        assert places == sorted(places)

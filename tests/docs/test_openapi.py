"""``docs/openapi.yaml`` describes each route of the code, and nothing else.

Nothing here needs a server: what is answered is held against it in
``tests/test_api_answers.py``.
"""

import ast
import json
import re
import shlex
from http import HTTPStatus

import pytest
import yaml
from bases import ROOT
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from devtools.project import ADDON_DIR, manifest

FILE = ROOT / "docs" / "openapi.yaml"
API = (ROOT / "docs" / "api.md").read_text("utf-8")
DOCUMENT = yaml.safe_load(FILE.read_text("utf-8"))
REGISTRY = Registry().with_resource(
    "urn:api", Resource(contents=DOCUMENT, specification=DRAFT202012)
)
# How a route says who may call it, and what the document calls that.
WHO = {
    "visitor_device": {"gate"},
    "visitor_health": {"gate", "monitoring"},
    "user": {"session"},
}
TYPES = {"int": "integer", "string": "string"}


def operations():
    """Triples of path, method in capitals and description of each operation."""
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield path, method.upper(), operation


def routes():
    """For path and method of each route in the code: its decorator and its method."""
    found = {}
    for file in (ADDON_DIR / "controllers").glob("*.py"):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            function.file = file
            for call in function.decorator_list:
                name = ast.unparse(getattr(call, "func", call)).rpartition(".")[2]
                if name == "route" and call.args:  # one without extends another's
                    paths = ast.literal_eval(call.args[0])
                    options = {each.arg: each.value for each in call.keywords}
                    for path in [paths] if isinstance(paths, str) else paths:
                        for method in ast.literal_eval(options["methods"]):
                            assert (path, method) not in found
                            found[path, method] = options, function
    return found


def templated(path):
    """An address as the document writes it: ``/page/{page}`` for ``<int:page>``."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)


def schema_of(pointer):
    """A validator for a part of the document, by its JSON pointer."""
    return Draft202012Validator({"$ref": f"urn:api#{pointer}"}, registry=REGISTRY)


def pointer(*names):
    return "".join(
        "/" + str(name).replace("~", "~0").replace("/", "~1") for name in names
    )


def resolved(part):
    """A part of the document, or what it refers to."""
    while isinstance(part, dict) and "$ref" in part:
        target = DOCUMENT
        for name in part["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        part = target
    return part


def test_it_is_of_this_version():
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert DOCUMENT["info"]["version"] == manifest()["version"]


def test_each_route_stands_in_it_and_no_other():
    described = {(path, method) for path, method, _operation in operations()}
    assert described == {(templated(path), method) for path, method in routes()}


def test_the_routes_of_the_running_server_are_those():
    """Odoo's routing map is held against that table in the addon's own tests."""
    tree = ast.parse((ADDON_DIR / "tests" / "test_routes.py").read_text("utf-8"))
    (table,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "ROUTES"
    )
    assert {ast.literal_eval(key) for key in table.keys} == set(routes())


def test_who_may_call():
    for (path, method), (options, _function) in routes().items():
        operation = DOCUMENT["paths"][templated(path)][method.lower()]
        schemes = {name for each in operation["security"] for name in each}
        assert schemes <= DOCUMENT["components"]["securitySchemes"].keys()
        auth = ast.literal_eval(options["auth"])
        if auth == "public":  # open to all, or the secret is looked at further on
            assert schemes <= {"link", "steps", "certificate", "sheet", "warden"}, path
        else:
            assert schemes == WHO[auth], path
        statuses = set(operation["responses"])
        if schemes & {"gate", "monitoring"}:
            assert "401" in statuses, path
        if schemes & {"link", "steps", "certificate", "sheet", "warden"}:
            assert "404" in statuses, path
        if schemes == {"session"} and ast.literal_eval(options["type"]) == "http":
            assert "303" in statuses, path


def test_what_is_taken():
    for (path, method), (options, function) in routes().items():
        operation = DOCUMENT["paths"][templated(path)][method.lower()]
        kind = ast.literal_eval(options["type"])
        parameters = [resolved(each) for each in operation.get("parameters", ())]
        in_path = {
            each["name"]: each["schema"]["type"]
            for each in parameters
            if each["in"] == "path"
        }
        named = re.findall(r"<(\w+):(\w+)>", path)
        assert in_path == {name: TYPES[of] for of, name in named}, path
        assert all(each["required"] for each in parameters if each["in"] == "path")

        # what the method is called with by name: in the address, or in JSON-RPC
        named = [each.arg for each in function.args.args[1:]]
        wanted = set(named) - in_path.keys() - {"page"}
        if kind == "http" and method == "GET":
            in_query = {each["name"] for each in parameters if each["in"] == "query"}
            assert in_query == wanted, path
        elif kind == "jsonrpc":
            (content,) = operation["requestBody"]["content"].values()
            text = json.dumps(content["schema"])
            assert all(f'"{name}"' in text for name in wanted), path
        if "max_content_length" in options and kind != "jsonrpc":
            assert "413" in operation["responses"], path


def test_forms_name_the_fields_that_are_taken():
    """Those of ``_check_keys`` in each method that takes a form."""
    for (path, method), (options, function) in routes().items():
        if method != "POST" or ast.literal_eval(options["type"]) != "http":
            continue
        keys = {
            ast.unparse(call.args[1])
            for call in ast.walk(function)
            if isinstance(call, ast.Call) and "_check_keys" in ast.unparse(call.func)
        }
        body = DOCUMENT["paths"][templated(path)]["post"]["requestBody"]
        fields = body["content"]["multipart/form-data"]["schema"]["properties"]
        taken = _value(*keys, function.file)
        assert fields.keys() == taken | {"csrf_token"}, path


def _value(name, file):
    """A constant of a portal's controller, which may name that of all forms."""
    if name == "set()":
        return set()
    constants = {}
    for each in (file.with_name("portal_forms.py"), file):
        constants |= {
            node.targets[0].id: node.value
            for node in ast.parse(each.read_text("utf-8")).body
            if isinstance(node, ast.Assign)
        }
    return {
        ast.literal_eval(constants.get(getattr(part, "id", ""), part))
        for part in constants[name].elts
    }


def test_drafts_name_the_keys_that_are_taken():
    source = (ADDON_DIR / "controllers" / "client_talk.py").read_text("utf-8")
    taken = {
        function.name: {key.value for key in dictionary.keys}
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for dictionary in [getattr(function.body[-1], "value", None)]
        if isinstance(dictionary, ast.Dict)
    }
    draft = DOCUMENT["components"]["schemas"]["TalkDraft"]["properties"]
    assert draft.keys() == taken["_parse"]
    (text,) = (each for each in draft["text"]["oneOf"] if each["type"] == "object")
    assert text["properties"].keys() == taken["_parse_text"]
    assert draft["items"]["items"]["properties"].keys() == taken["_item"]
    kinds = re.findall(r'"(\w+)"', "".join(re.findall(r"^KINDS .*", source, re.M)))
    assert set(DOCUMENT["components"]["schemas"]["TalkKind"]["enum"]) == set(kinds)


def test_reasons_are_those_of_the_code():
    source = (ADDON_DIR / "tools" / "admission" / "__init__.py").read_text("utf-8")
    (order,) = (
        ast.literal_eval(each.value)
        for each in ast.parse(source).body
        if isinstance(each, ast.Assign) and each.targets[0].id == "ORDER"
    )
    codes = {*order, *re.findall(r"Unmet\(\s*\"(\w+)\"", source)}
    assert "ask_reception" in codes  # for hosts and visitors, also at a kiosk
    reasons = DOCUMENT["components"]["schemas"]["Decision"]["properties"]["reason"]
    assert set(reasons["enum"]) == codes | {"", "nonce_conflict"}
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = re.search(r"^Reasons: (.+?)\.$", readme, re.M | re.S)[1].strip("`").split()
    assert set(listed) == codes


def test_it_is_a_document():
    """References lead somewhere, statuses exist, what is defined is used."""
    text = FILE.read_text("utf-8")
    references = set(re.findall(r"\$ref: '#/(components/\w+/\w+)'", text))
    assert text.count("$ref") == len(re.findall(r"\$ref: '#/components/", text))
    defined = {
        f"components/{kind}/{name}"
        for kind, parts in DOCUMENT["components"].items()
        if kind != "securitySchemes"
        for name in parts
    }
    assert references == defined
    names = [each["operationId"] for _path, _method, each in operations()]
    assert len(names) == len(set(names))
    tags = {each["name"] for each in DOCUMENT["tags"]}
    for path, _method, operation in operations():
        assert set(operation["tags"]) <= tags and operation["summary"], path
        for status, answer in operation["responses"].items():
            assert HTTPStatus(int(status)).value and resolved(answer)["description"]
    for name, schema in DOCUMENT["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema, name


def _examples(part, where=()):
    """Pairs of the pointer of a schema and an example that has to fit it."""
    if isinstance(part, dict):
        if "schema" in part:
            for one in [part.get("example")] if "example" in part else []:
                yield pointer(*where, "schema"), one
            for one in part.get("examples", {}).values():
                yield pointer(*where, "schema"), one["value"]
        for name, below in part.items():
            yield from _examples(below, (*where, name))


def test_examples_fit_their_schemas():
    examples = list(_examples(DOCUMENT))
    assert len(examples) > 8
    for where, example in examples:
        schema_of(where).validate(example)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "x", "direction": "in"},
        {"direction": "sideways"},
        {"nonce": "1"},
        {"offline": True},
        {"decision": "granted"},
        {"more": 1},
    ],
)
def test_a_wrong_scan_does_not_fit(wrong):
    """The schema refuses what the server refuses, see test_api_answers."""
    scan = {
        "nonce": "0c7b5a3e-6c1f-4f0e-9a44-2f6a6f9d1c10",
        "code": "K7P4-9XQD",
        "direction": "in",
    }
    schema = schema_of("/components/schemas/Scan")
    assert schema.is_valid(scan)
    wrong = wrong if "code" in wrong else scan | wrong
    assert not schema.is_valid(wrong)


# -- the calls of docs/api.md ----------------------------------------------------------


def calls():
    """Arguments of each curl in ``docs/api.md``."""
    code = "\n".join(re.findall(r"^    (.*)$", API, re.M)).replace("\\\n", " ")
    return [shlex.split(line)[1:] for line in code.splitlines() if line[:5] == "curl "]


def _option(call, *names):
    return [call[at + 1] for at, part in enumerate(call) if part in names]


def test_each_curl_calls_what_is_described():
    assert len(calls()) == API.count("curl -")
    described = {(path, method): each for path, method, each in operations()}
    for call in calls():
        (address,) = (part for part in call if part.startswith("$SERVER"))
        path, body = address.removeprefix("$SERVER"), _option(call, "-d")
        if path.startswith("/json/2/"):
            _check_rpc(*path.split("/")[3:], json.loads(body[0]))
            continue
        method = (_option(call, "-X") or ["POST" if body else "GET"])[0]
        (template,) = (
            each
            for each, of in described
            if of == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each), path)
        )
        operation = described[template, method]
        schemes = {name for each in operation["security"] for name in each}
        bearer = any("Authorization: Bearer $" in each for each in _option(call, "-H"))
        assert bearer == bool(schemes - {"session"}), path
        if body:
            where = pointer("paths", template, method.lower(), "requestBody")
            where += pointer("content", "application/json", "schema")
            schema_of(where).validate(json.loads(body[0]))
            assert "Content-Type: application/json" in _option(call, "-H")


def _check_rpc(model, method, arguments):
    """A public method of ours takes these arguments."""
    for file in (ADDON_DIR / "models").rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        if f'_name = "{model}"' in ast.unparse(tree).replace("'", '"'):
            break
    else:
        raise AssertionError(f"no model {model}")
    found = [
        [each.arg for each in node.args.args[1:]]
        for path in (ADDON_DIR / "models").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name == method
    ]
    assert any(set(arguments) - {"ids"} <= set(names) for names in found), method

"""Templates of screens: what they say runs when somebody clicks, and not before."""

import re

import pytest
from lxml import etree

from devtools.project import ADDON_DIR

TEMPLATES = sorted((ADDON_DIR / "static" / "src").rglob("*.xml"))
# Of the browser; a template knows its component, and Math, Object, Array, Date, RegExp.
OUTSIDE = re.compile(
    r"(?<![\w.$])(?:Number|String|Boolean|parseInt|parseFloat|isNaN|JSON|Intl|Set|Map"
    r"|Promise|setTimeout|document|browser|luxon|_t)(?=[(.])"
)


def _outside(text):
    """What an expression of a template calls that it can't know.

    A word in quotes is text.
    """
    return OUTSIDE.findall(re.sub(r"'[^']*'", "''", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_calls_what_it_knows(path):
    wrong = [
        f"{name}: {value}"
        for element in etree.parse(path).iter(etree.Element)
        for name, value in element.attrib.items()
        if name.startswith("t-") and _outside(value)
    ]
    assert not wrong, "a method of the component can say that"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(ev) => model.choose(Number(ev.target.value))", ["Number"]),
        ("parseInt(this.x)", ["parseInt"]),
        ("model.document.visit.site", []),
        ("'Number(x)'", []),
        ("Object.keys(state.lines)", []),
        ("props.Number(1)", []),
    ],
)
def test_what_a_template_can_not_know_is_found(text, found):
    assert _outside(text) == found

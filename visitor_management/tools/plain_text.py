"""The words of a formatted text as lines of paper: all of them, in their order."""

from lxml import html

BLOCKS = frozenset(
    (
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "tr",
        "section",
    )
)
LISTS = ("ol", "ul")
BULLET = "•"


def lines(body):
    """A formatted text as lines, items of lists with their number or a bullet.

    :param str body: HTML, may be empty
    :return: list of str without empty lines
    """
    if not (body or "").strip():
        return []
    found = [""]
    _walk(html.fragment_fromstring(body, create_parent="div"), found, 0)
    spaced = (" ".join(line.split()) for line in found)
    return [line for line in spaced if line]


def _walk(node, found, number):
    """
    :param list found: lines so far, the last one goes on
    :param int number: of an item in a list, 0 for none
    """
    tag = node.tag if isinstance(node.tag, str) else ""
    if tag in BLOCKS or tag in LISTS:
        found.append("")
    elif tag == "li":
        found.append(f"{number}. " if number else f"{BULLET} ")
    elif tag == "br":
        found.append("")
    elif tag == "td":
        found[-1] += " "
    if tag:
        found[-1] += node.text or ""
    place = 0
    for child in node:
        place += child.tag == "li"
        _walk(child, found, place if tag == "ol" else 0)
        if isinstance(child.tag, str) and (child.tag in BLOCKS or child.tag in LISTS):
            found.append("")
        found[-1] += child.tail or ""

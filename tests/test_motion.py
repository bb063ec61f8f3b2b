"""Whoever is made ill by what moves on a screen sees nothing of ours move.

Odoo's own transitions stop by themselves where the computer asks for it. What we let
move stands where nobody asked for less.
"""

import re

import pytest
from bases import ROOT

ADDON = ROOT / "visitor_management"
ALLOWED = re.compile(r"@media[^{]*prefers-reduced-motion:\s*no-preference[^{]*\{")
MOVES = {
    ".scss": r"^\s*(transition|animation|scroll-behavior)[\w-]*:(?!\s*(none|0s))"
    r"|@keyframes",
    ".js": r"behavior:\s*[\"']smooth|\.animate\(|\.style\.(transition|animation)"
    r"|animation:(?!\s*false)",
    ".xml": r"\bfa-(spin|pulse)\b|\bplaceholder-(glow|wave)\b|<animate|transition:",
}
MOVES[".css"] = MOVES[".scss"]


def _without_allowed(text):
    """The text without the blocks for those who asked for no less."""
    while match := ALLOWED.search(text):
        end, depth = match.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[: match.start()] + text[end:]
    return text


def _moving(suffix, text):
    return [
        match[0].strip()
        for match in re.finditer(MOVES[suffix], _without_allowed(text), re.MULTILINE)
    ]


def test_nothing_moves_for_whom_it_must_not():
    found = {
        str(path.relative_to(ROOT)): moving
        for folder in ("static/src", "views", "report", "wizard")
        for path in (ADDON / folder).rglob("*.*")
        if path.suffix in MOVES
        and (moving := _moving(path.suffix, path.read_text("utf-8")))
    }
    assert not found


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".scss", ".a {\n    transition: color 1s;\n}"),
        (".scss", "@media print {\n .a {\n  animation: b 1s;\n }\n}"),
        (".css", "@keyframes b {}"),
        (".js", 'each.scrollIntoView({ behavior: "smooth" });'),
        (".xml", '<i class="fa fa-circle-o-notch fa-spin"/>'),
    ],
)
def test_what_moves_is_found(suffix, text):
    assert _moving(suffix, text)
    if "css" in suffix:
        calm = "@media (prefers-reduced-motion: no-preference) {\n%s\n}"
        assert not _moving(suffix, calm % text)

"""What the addon knows of Chinese characters is what the libraries know."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from devtools import tables

AGAIN = "./dev tables writes them anew; look at what changed"


def test_the_tables_are_what_the_libraries_say():
    assert tables.TRADITIONAL.read_text("utf-8") == tables.traditional(), AGAIN
    assert tables.PINYIN.read_text("utf-8") == tables.pinyin(), AGAIN
    for package, name in tables.LICENSES.items():
        assert (tables.FOLDER / name).read_text("utf-8") == tables.license_of(package)


def test_what_was_added_by_hand_is_not_against_the_library():
    """A character that OpenCC knows is not given another meaning."""
    import opencc

    convert = opencc.OpenCC("t2s").convert
    known = dict(zip(tables.BY_HAND[::2], tables.BY_HAND[1::2], strict=True))
    against = {each for each in known if convert(each) not in (each, known[each])}
    assert not against
    # they are simplified, and of use in China as they are: on plates, for one
    assert not set("沪芸弁予缶糸欠仮") & known.keys()

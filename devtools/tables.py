"""``./dev tables``: what the addon knows of Chinese characters, from two libraries.

Which simplified character stands for a traditional one, and how a character sounds. The
libraries are needed here and in the test that compares, not where the addon runs.
"""

from importlib import metadata

from . import process, python_env
from .project import ADDON_DIR, ROOT
from .setup import prepare

FOLDER = ADDON_DIR / "tools" / "tables"
TRADITIONAL = FOLDER / "traditional.txt"
PINYIN = FOLDER / "pinyin.txt"
LICENSES = {"opencc": "LICENSE.opencc.txt", "pypinyin": "LICENSE.pypinyin.txt"}
# Chinese characters: those in use, and rare ones.
COMMON = range(0x4E00, 0xA000)
RARE = (*range(0x3400, 0x4DC0), *range(0x20000, 0x323B0))
# What belongs together in a name, and not for OpenCC: it looks at whole words, and at
# Chinese ones only. Japanese forms that mean something else in Chinese are left out.
BY_HAND = (
    "著着藉借锺钟馀余甦苏瞭了昇升乾干"
    "髙高﨑崎嵜崎沢泽広广斎斋斉齐桜樱浜滨辺边邉边関关県县恵惠徳德栄荣塩盐竜龙滝泷瀬濑"
    "黒黑実实応应曽曾蔵藏薫薰豊丰鉄铁駅驿亀龟児儿円圆剣剑団团図图増增売卖対对専专巌岩"
    "帯带帰归庁厅従从戦战戸户歩步歳岁毎每気气済济満满稲稻穂穗総总絵绘継继縄绳仏佛伝传"
    "勲勋単单厳严収收営营囲围検检楽乐様样権权歓欢鶏鸡鴎鸥顕显頼赖読读譲让覚觉観观転转"
    "郷乡銭钱隠隐雑杂霊灵黙默経经続续縁缘聴听荘庄蛍萤"
)
PAIRS_A_LINE = 40


def tables(options):
    """Write both files anew, with the licenses of what they were made from."""
    prepare("test")
    process.run(
        [python_env.python(), "-m", "devtools.tables"],
        "Making the tables",
        cwd=ROOT,
    )
    return 0


def traditional():
    """The text of the first file: pairs of a character and what it is written as."""
    import opencc

    convert = opencc.OpenCC("t2s").convert
    pairs = {each: convert(each) for each in map(chr, (*RARE, *COMMON))}
    pairs |= dict(zip(BY_HAND[::2], BY_HAND[1::2], strict=True))
    # to the end: what a character stands for may stand for another
    pairs = {each: pairs.get(found, found) for each, found in pairs.items()}
    joined = [
        each + found
        for each, found in sorted(pairs.items())
        if each != found and len(found) == 1
    ]
    lines = [
        "".join(joined[begin : begin + PAIRS_A_LINE])
        for begin in range(0, len(joined), PAIRS_A_LINE)
    ]
    return "".join(
        f"{line}\n"
        for line in (
            "# Made by ./dev tables: each character and the simplified one for it.",
            f"# From the dictionaries of OpenCC {metadata.version('opencc')},",
            "# Copyright 2010-2020 Carbo Kuo and contributors, Apache License 2.0",
            "# (LICENSE.opencc.txt); changed: single characters only, some added.",
            *lines,
        )
    )


def pinyin():
    """The text of the second file: a sound, and the characters that have it."""
    from pypinyin import lazy_pinyin

    sounds = {}
    for each in ("〇", *map(chr, COMMON)):
        sound = lazy_pinyin(each)[0]
        if sound != each and sound.isascii() and sound.isalpha():
            sounds.setdefault(sound, []).append(each)
    return "".join(
        f"{line}\n"
        for line in (
            "# Made by ./dev tables: the commonest sound of each character, no tone.",
            f"# From pypinyin {metadata.version('pypinyin')}, Copyright mozillazg,",
            "# 闲耘 and contributors, MIT License (LICENSE.pypinyin.txt).",
            *(f"{sound} {''.join(found)}" for sound, found in sorted(sounds.items())),
        )
    )


def license_of(package):
    """The license that a package ships, which whoever passes on its data keeps."""
    for file in metadata.files(package):
        if file.name.upper().startswith("LICENSE"):
            return file.read_text("utf-8")
    raise LookupError(package)


def write():
    FOLDER.mkdir(exist_ok=True)
    TRADITIONAL.write_text(traditional(), "utf-8")
    PINYIN.write_text(pinyin(), "utf-8")
    for package, name in LICENSES.items():
        (FOLDER / name).write_text(license_of(package), "utf-8")


if __name__ == "__main__":
    write()

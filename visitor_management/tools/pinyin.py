"""How Chinese names sound, and which letters find them.

Characters have their commonest sound (``tables/``), surnames their own: 单 is Shan as a
surname. Sounds are without tones; ü is written ``v``, as it is typed.
"""

import re
from functools import cache, lru_cache

from .folding import TABLES

# Surnames that sound otherwise than the character does elsewhere. What follows the
# first is also heard; the common sound is always taken along.
SURNAMES = {
    name: sounds.split("/")
    for name, sounds in (
        entry.split(":")
        for entry in (
            "单:shan 解:xie 仇:qiu 查:zha 区:ou 曾:zeng 翟:zhai 朴:piao 盖:ge 缪:miao "
            "员:yun 贠:yun 乐:yue 覃:qin 卜:bu 种:chong 黑:he 折:she 洗:xian 宓:mi/fu "
            "秘:bi 祭:zhai 繁:po 召:shao 句:gou 阚:kan 郗:xi/chi 郇:xun 佴:nai 隗:wei "
            "都:du 藏:zang 谌:chen/shen 柏:bai/bo 薄:bo 能:nai 乜:nie 牟:mou/mu "
            "粘:nian 行:xing/hang 郄:qie/xi 颉:xie 晟:cheng/sheng 莘:shen/xin 镡:tan "
            "参:shen 适:kuo 长:zhang/chang 尉:wei 任:ren"
        ).split()
    )
}
COMPOUND = frozenset(
    (
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 "
        "澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 "
        "司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 "
        "夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 "
        "公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 "
        "仲长 子书 子桑 即墨 达奚 褚师 单于 纳兰 完颜 耶律 贺兰 淳于 哥舒 相里 王孙 "
        "东门"
    ).split()
)
# Those of them that the sounds of their characters do not give.
COMPOUND_SOUNDS = {
    "万俟": ["mo", "qi"],
    "尉迟": ["yu", "chi"],
    "澹台": ["tan", "tai"],
    "子车": ["zi", "ju"],
    "乐正": ["yue", "zheng"],
    "仲长": ["zhong", "chang"],
    "单于": ["chan", "yu"],
}
# Characters of given names that are read in two ways.
GIVEN = {
    "乐": ["le", "yue"],
    "长": ["chang", "zhang"],
    "行": ["xing", "hang"],
    "朝": ["chao", "zhao"],
    "晟": ["sheng", "cheng"],
    "柏": ["bai", "bo"],
    "茜": ["qian", "xi"],
    # simplified from two characters that sound differently
    "干": ["gan", "qian"],
    "着": ["zhe", "zhu"],
    "了": ["le", "liao"],
}


def sound(character):
    """The commonest sound of a character, ``""`` if it has none."""
    return _sounds().get(character, "")


def surname(name):
    """The surname at the beginning of a Chinese name, ``""`` if there is no name."""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND else name[:1]


def readings(name):
    """How a Chinese name may be read, the likeliest first.

    :param str name: Chinese characters only, see :func:`.folding.all_han`
    :return: list of lists of sounds, one for each character; at most one character is
        read otherwise than in the first
    """
    family = surname(name)
    choices = [GIVEN.get(each) or [sound(each)] for each in name]
    if len(family) == 2:
        first = COMPOUND_SOUNDS.get(family) or [sound(each) for each in family]
        choices[:2] = [[each] for each in first]
    elif family:
        choices[0] = _unique([*SURNAMES.get(family, ()), sound(family)]) or [""]
    likeliest = [each[0] for each in choices]
    others = [
        [*likeliest[:place], other, *likeliest[place + 1 :]]
        for place, each in enumerate(choices)
        for other in each[1:]
    ]
    return [likeliest, *others]


def name_letters(name):
    """What is typed to find somebody by the sound of a Chinese name.

    The whole name, its initials and the given name; of a surname of two characters the
    initials with one and with both. The same of each other reading.

    :param str name: Chinese characters only
    :return: list of str: ``["zhangwei", "zw", "wei"]`` for 张伟
    """
    length = len(surname(name))
    found = []
    for sounds in readings(name):
        initials = "".join(each[:1] for each in sounds)
        found += ["".join(sounds), initials]
        if length == 2:
            found.append(initials[:1] + initials[2:])
        found.append("".join(sounds[length:]))
    return _with_umlaut(_unique(found))


def in_letters(sounds):
    """Whole names as one word, as passports print them.

    :param sounds: lists of sounds, see :func:`readings`
    :return: list of str: ``["lvbu", "lubu", "lyubu"]`` for 吕布
    """
    return _with_umlaut(_unique("".join(each) for each in sounds))


@lru_cache(maxsize=4096)
def reads_as(word):
    """Whether a folded word in Latin letters may be Chinese: ``xiaoming``, ``li``."""
    syllables, ends = _syllables(), {0}
    for end in range(1, len(word) + 1):
        if any(word[begin:end] in syllables for begin in ends if end - begin <= 6):
            ends.add(end)
    return bool(word) and len(word) in ends


def text_letters(text):
    """What is typed to find a firm by its sound: all of it, and the initials.

    :param str text: Chinese characters only
    """
    sounds = [sound(each) for each in text]
    return _with_umlaut(
        _unique(["".join(sounds), "".join(each[:1] for each in sounds)])
    )


def _with_umlaut(found):
    """Lü is typed as lv, looked up as lu, and printed in passports as lyu."""
    return _unique(
        spelled
        for each in found
        for spelled in (each, each.replace("v", "u"), each.replace("v", "yu"))
    )


def _unique(found):
    return [each for each in dict.fromkeys(found) if each]


@cache
def _sounds():
    lines = (TABLES / "pinyin.txt").read_text("utf-8").splitlines()
    return {
        character: syllable
        for syllable, characters in (
            line.split(" ") for line in lines if not re.match("#|$", line)
        )
        for character in characters
    }


@cache
def _syllables():
    return frozenset(_with_umlaut(_unique(_sounds().values())))

"""Whether two names may be of one person: keys that both have, and near misses.

A key says how it was found, and is looked up in an index: ``x:`` the name itself, in
whatever order; ``s:`` the sound of a Chinese one, without tones; ``r:`` all of it as
one word in Latin letters; ``t:`` one word of several, by which names are found that
differ in a letter. A name that says too little (one character, one word of Latin
letters, a title) has none: it would be everybody's.
"""

import unicodedata
from itertools import groupby

from . import folding, pinyin
from .names import LONGEST, is_han, is_latin

SEPARATOR = "|"  # folding leaves it nowhere
MOST_WORDS = 8
LONGEST_WORD = 40
# Words of so many letters may differ in one: of shorter ones another name comes out.
LEAST_NEAR = 5
# One word that is no name by itself, but may be one that was joined: JSCARGUMENT.
LEAST_JOINED = 6
# Names of more words are turned around by nobody.
MOST_TURNED = 4
# Scripts in which a whole name may be one word.
ONE_WORD = ("HANGUL", "HIRAGANA", "KATAKANA", "THAI", "KHMER", "LAO", "MYANMAR")
# What stands before or behind a name, or instead of one; folded.
LATIN_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir madam madame monsieur herr frau sr sra "
    "senor senora ing mag company visitor visitors guest guests driver courier".split()
)
HAN_TITLES = (
    *folding.TITLES,
    *"经理 主任 主管 总监 老板 师傅 司机 博士 教授 医生 律师 同学 同志".split(),
    *"访客 客人 来宾 贵宾 快递 快递员 外卖员 供应商 公司 匿名 未知".split(),
)
# Particles of surnames, and what is left out of a name as easily.
PARTICLES = frozenset(
    "de da do dos das del della di la le les du van von der den".split()
)
# What a firm may have at its end or not; folded.
FIRM_ENDINGS = (
    *"股份有限公司 有限责任公司 有限公司 公司".split(),
    "co ltd",
    *"limited ltd inc llc plc gmbh ag kg sa srl bv pte pty corp company co".split(),
)


def keys(name):
    """The keys of a name.

    :param str name: as it is stored; may be empty
    :return: set of str, empty where the name tells nobody
    """
    found = set()
    for spelled_out in (False, True):
        han, words = _parts(name, spelled_out)
        for each in han:
            found |= _of_han(each)
        found |= _of_words(words)
        plain = [word for word in words if len(word) > 1 and word not in PARTICLES]
        if len(plain) > 1 and len(plain) < len(words):
            found.add(_exact(plain))  # John Q Smith, Maria de la Cruz
    return found


def line(name):
    """The keys of a name in one text, as they are kept: between two separators."""
    return joined(keys(name))


def joined(found):
    return SEPARATOR.join(sorted(found))


def split(text):
    """The keys of :func:`line`."""
    return set(filter(None, (text or "").split(SEPARATOR)))


def same_name(one, other):
    """Whether two names may be of one person.

    :param str one: a name as it is stored; may be empty
    :param str other: another one
    """
    shared = keys(one) & keys(other)
    marks = {key[:2] for key in shared}
    if marks & {"x:", "s:"}:
        return True
    # what was joined is compared with what was not: Michael and Michael are two people
    if "r:" in marks and not (_only_word(one) and _only_word(other)):
        return True
    return bool(shared) and near(one, other)


def is_whole(name):
    """Whether a name says whom it means: no surname, first name or title alone."""
    return bool(keys(name)) and not _only_word(name)


def near(one, other):
    """Whether two names in letters differ in no more than one letter of a word.

    As many words, one of them the same; names that read as Chinese in Latin letters
    are never near: there one letter makes another name.
    """
    for spelled_out in (False, True):
        mine, theirs = (_parts(each, spelled_out)[1] for each in (one, other))
        if _near_words(mine, theirs):
            return True
    return False


def firm(name):
    """What the spellings of a firm have in common, ``""`` for none."""
    text = folding.fold(_beginning(name))
    for ending in FIRM_ENDINGS:
        shorter = text.removesuffix(ending)
        if shorter != text and (not ending.isascii() or shorter.endswith(" ")):
            text = shorter.strip()
            break
    return text.replace(" ", "")


# ------------------------------------------------------------------------------------
# The words of a name
# ------------------------------------------------------------------------------------


def _beginning(name):
    return (name or "")[:LONGEST]


def _parts(name, spelled_out):
    """The Chinese names in a name, and its other words, without titles."""
    han, others = [], []
    words = folding.words(_beginning(name), spelled_out)
    for word in words[: 2 * MOST_WORDS]:
        for part in _runs(word):
            if folding.all_han(part):
                han.append(_without_title(part))
            elif part not in LATIN_TITLES:
                others.append(part[:LONGEST_WORD])
    return [each for each in han if each], others[:MOST_WORDS]


def _only_word(name):
    """The word that is all of a name, in letters in which it is half a name; or ""."""
    han, words = _parts(name, spelled_out=False)
    alone = not han and len(words) == 1 and not _is_whole_name(words[0])
    return words[0] if alone else ""


def _runs(word):
    """The Chinese and the Latin part of 王小明wang; other scripts stay together."""
    if word.isascii() or not all(is_han(each) or is_latin(each) for each in word):
        return [word]
    # runs in their order, no groups
    # pylint: disable-next=bad-builtin-groupby
    return ["".join(part) for _han, part in groupby(word, is_han)]


def _without_title(word):
    for title in HAN_TITLES:
        if word.endswith(title):
            return word.removesuffix(title)
    return word


# ------------------------------------------------------------------------------------
# Keys
# ------------------------------------------------------------------------------------


def _of_han(name):
    name = name[:LONGEST_WORD]
    if len(name) < 2:
        return set()
    found = {f"x:{name}"}
    if len(name) <= MOST_WORDS:
        sounds = [each for each in pinyin.readings(name) if all(each)]
        found |= {f"s:{' '.join(each)}" for each in sounds}
        found |= {f"r:{each}" for each in pinyin.in_letters(sounds)}
    return found


def _of_words(words):
    if not words:
        return set()
    if len(words) == 1:
        (word,) = words
        if _is_whole_name(word):
            return {f"x:{word}"}
        alone = len(word) >= LEAST_JOINED and word.isascii() and word.isalpha()
        return {f"r:{word}"} if alone else set()
    found = {_exact(words)}
    if len(words) <= MOST_TURNED:
        turned = (words, (words[-1], *words[:-1]), (*words[1:], words[0]))
        found |= {f"r:{''.join(each)}" for each in turned if len("".join(each)) > 3}
    return found | {f"t:{word}" for word in words if len(word) > 1}


def _exact(words):
    return f"x:{' '.join(sorted(words))}"


def _is_whole_name(word):
    return len(word) > 1 and any(
        unicodedata.name(each, "").startswith(ONE_WORD) for each in word
    )


def _near_words(mine, theirs):
    if len(mine) != len(theirs) or len(theirs) < 2:
        return False
    if all(map(pinyin.reads_as, mine)) and all(map(pinyin.reads_as, theirs)):
        return False
    left, exact = list(mine), 0
    for word in sorted(theirs, key=lambda each: (each not in mine, -len(each))):
        if word in left:
            found = word
        else:
            found = next((each for each in left if _one_letter(each, word)), None)
        if found is None:
            return False
        exact += found == word
        left.remove(found)
    return exact > 0


def _one_letter(one, other):
    """Whether a letter is another one, is missing, or changed place with the next."""
    if min(len(one), len(other)) < LEAST_NEAR or abs(len(one) - len(other)) > 1:
        return False
    if not (one.isalpha() and other.isalpha()):
        return False
    begin = 0
    while begin < min(len(one), len(other)) and one[begin] == other[begin]:
        begin += 1
    a, b = one[begin:], other[begin:]
    return (
        a[1:] == b[1:]
        or a[1:] == b
        or a == b[1:]
        or (len(a) == len(b) > 1 and a[1::-1] + a[2:] == b)
    )

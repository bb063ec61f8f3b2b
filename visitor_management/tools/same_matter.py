"""Whether two complaints of one client may be of the same matter.

By what they are about, where somebody said it, and by their words, where nobody did:
who writes a mail chooses no category. Nothing here knows the database, and nothing is
decided: what is found is proposed to somebody.
"""

import re
from typing import NamedTuple

from .folding import fold
from .names import is_han

# So many words in common, and such a part of the shorter text: fewer are chance.
LEAST_WORDS = 2
LEAST_PART = 0.25
# How alike the categories make them: the same, or one part of the other.
SAME_CATEGORY, RELATED = 1.0, 0.75
# Words of any complaint, as they are compared, without their endings.
EMPTY_WORDS = frozenset(
    """
    about after again all also and any anymore are ask been befor but can cannot com
    could day did does don done dear ever every for from get got had has have hello her
    here him his how into its just kind know let like mail make me more much need not
    now off one only our out over please problem regard really say see send she should
    since some still such sure thank than that the their them then there these they
    this those time too two under until very want was were what when where which who
    why will with work would write yesterday today tomorrow yet you your
    """.split()
)
EMPTY_PAIRS = frozenset(
    """
    你好 您好 请问 我们 他们 你们 一直 已经 现在 今天 昨天 明天 又是 还是 没有 这个 那个
    麻烦 谢谢 尽快 处理 解决 问题 投诉 反映 希望 可以 不能 怎么 什么 这里 那里 因为 所以
    """.split()
)
ENDINGS = re.compile(r"(ings?|edly|ed|ies|es|s)$")


class Case(NamedTuple):
    """A complaint: the ids of its category and of those above it, and its words."""

    category: tuple
    words: frozenset

    @classmethod
    def of(cls, category_path, text):
        """
        :param str category_path: ids from the top, as ``1/4/``; may be empty
        :param str text: what the client said
        """
        path = tuple(part for part in (category_path or "").split("/") if part)
        return cls(path, words(text))


def words(text):
    """What a text is compared by: words without endings; of Chinese, pairs of signs.

    Chinese is written without blanks: 电梯停了 is 电梯, 梯停 and 停了.

    :return: frozenset of str
    """
    found = set()
    for part in fold(text).split():
        run = ""
        for character in [*part, ""]:
            if character and is_han(character) == is_han(run[-1:] or character):
                run += character
                continue
            found |= _of_run(run)
            run = character
    return frozenset(found)


def propose(asked, earlier, most=5):
    """Which earlier complaints may be of the same matter.

    :param Case asked: the complaint
    :param earlier: pairs of a key and a :class:`Case`, the oldest first
    :param int most: how many at most
    :return: keys, the most alike first; of those equally alike the oldest
    """
    scored = [(likeness(asked, case), key) for key, case in earlier]
    alike = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [key for _score, key in alike[:most]]


def likeness(one, other):
    """How alike two complaints are: 0 for not at all.

    :return: float, of categories up to 1, of words up to 1 more
    """
    shared = len(one.words & other.words)
    shorter = min(len(one.words), len(other.words))
    part = shared / shorter if shorter else 0
    enough = shared and shared >= min(LEAST_WORDS, shorter) and part >= LEAST_PART
    return _of_categories(one.category, other.category) + (part if enough else 0)


def _of_categories(one, other):
    if not one or not other:
        return 0
    if one == other:
        return SAME_CATEGORY
    shorter = min(len(one), len(other))
    return RELATED if one[:shorter] == other[:shorter] else 0


def _of_run(run):
    if not run:
        return set()
    if is_han(run[0]):
        pairs = {run[at : at + 2] for at in range(len(run) - 1)} or {run}
        return pairs - EMPTY_PAIRS
    stem = _stem(run)
    empty = {run, stem} & EMPTY_WORDS or len(stem) < 3
    return set() if empty else {stem}


def _stem(word):
    """A word without its ending: stops, stopped and stopping are one."""
    stem = ENDINGS.sub("", word) if len(word) > 4 else word.removesuffix("s")
    if len(stem) > 3 and stem[-1] == stem[-2] and stem != word:
        stem = stem[:-1]
    return stem.removesuffix("e") if len(stem) > 3 else stem

"""Sentences that are written in one place and said in another, or later."""

from typing import NamedTuple

from odoo.tools.translate import LazyGettext

MODULE = "visitor_management"


class Label(NamedTuple):
    """The name of a field, or of one of its options, as part of a sentence."""

    model: str
    field: str
    option: str = ""


class Named(NamedTuple):
    """What a translated field of a record says, as part of a sentence."""

    model: str
    id: int
    field: str


class Names(tuple):
    """Names as part of a sentence: of each, its translations by language."""

    __slots__ = ()


def say(env, sentence):
    """A sentence declared with ``_lt`` in the language of the environment.

    :param sentence: what a pure function answered, a lazy translation; what stands in
        it may be :class:`Names`
    :return: str
    """
    args = getattr(sentence, "_args", None)
    if isinstance(args, dict) and any(
        isinstance(each, Names) for each in args.values()
    ):
        said = {name: _say_names(env, each) for name, each in args.items()}
        sentence = LazyGettext(sentence._source, _module=MODULE, **said)
    return env._(sentence)  # pylint: disable=unknown-option-value,gettext-variable


def kept(sentence):
    """A sentence as it is kept, to be said later in the language of who reads it.

    :param sentence: a lazy translation; what stands in it may be a :class:`Label`, a
        :class:`Named`, another one, or what was kept before
    :return: a JSON value for :func:`say_kept`
    """
    if isinstance(sentence, Label):
        return {"label": list(sentence)}
    if isinstance(sentence, Named):
        return {"named": list(sentence)}
    if not isinstance(sentence, LazyGettext):
        return sentence
    args = sentence._args
    if isinstance(args, dict):
        args = {name: kept(each) for name, each in args.items()}
    else:
        args = [kept(each) for each in args]
    return {"source": sentence._source, "args": args}


def say_kept(env, sentence):
    """What :func:`kept` answered, in the language of the environment.

    :return: str
    """
    if not isinstance(sentence, dict):
        return sentence
    if "label" in sentence:
        return _say_label(env, Label(*sentence["label"]))
    if "named" in sentence:
        return _say_name(env, Named(*sentence["named"]))
    args = sentence["args"]
    if isinstance(args, dict):
        args = {name: say_kept(env, each) for name, each in args.items()}
    else:
        args = tuple(say_kept(env, each) for each in args)
    text = say(env, LazyGettext(sentence["source"], _module=MODULE))
    return text % args if args else text


def _say_names(env, names):
    if not isinstance(names, Names):
        return names
    lang = env.lang or "en_US"
    return ", ".join(
        each.get(lang) or each.get("en_US") or next(iter(each.values()), "")
        for each in names
    )


def _say_label(env, label):
    field = env[label.model]._fields[label.field]
    if not label.option:
        return field._description_string(env)
    return dict(field._description_selection(env)).get(label.option, label.option)


def _say_name(env, name):
    record_sudo = env[name.model].sudo().browse(name.id).exists()  # as it was said
    return record_sudo[name.field] or ""

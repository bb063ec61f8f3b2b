"""Sentences that are written in one place and said in another."""


def say(env, sentence):
    """A sentence declared with ``_lt`` in the language of the environment.

    :param sentence: what a pure function answered, a lazy translation
    :return: str
    """
    return env._(sentence)  # pylint: disable=unknown-option-value,gettext-variable

"""Secrets to test with."""

import os
from contextlib import contextmanager
from unittest.mock import patch

from ..tools import keys

GOOD = "8f1d5c0e7a2b49366c8e0d1f7b5a3924e6c8f01b2d4a69738c5e7f9a0b1d2c3e"
OTHER = "yT3qkV0mB7r9ZcX1aWfN5uLhG2sDpJ8oEiKxRwQvU6A="


@contextmanager
def secret_set(text, variable=keys.ENVIRONMENT):
    """The secret stands in the environment of the server."""
    with patch.dict(os.environ, {variable: text}):
        yield


def configured(text):
    """The secret stands in the server's configuration; None: it does not."""
    return patch.dict(keys.config.options.maps[0], {keys.OPTION: text})


@contextmanager
def secret_in(folder, text=None, mode=0o600):
    """The secret is kept in the file of a data folder; None: there is none yet.

    :return: path of the file
    """
    path = folder / keys.FILE_NAME
    if text is not None:
        path.write_text(text, "ascii")
        path.chmod(mode)
    with (
        patch.dict(os.environ),
        patch.object(keys, "_path", return_value=path),
        configured(None),
    ):
        os.environ.pop(keys.ENVIRONMENT, None)
        yield path

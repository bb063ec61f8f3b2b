"""No personal data and no secret in the server's log, whatever its level.

Odoo logs more than one expects: at debug level the arguments of every call, the values
of every query and whole mails, at error level the values of a query or a condition that
failed, at info level what was searched for when somebody exports. :func:`install` hangs
one filter on the loggers that do so. What is about this addon keeps what an
administrator needs to find a fault (the call, the statement with its tables, the name
of a constraint, the lines of code) and loses the values; all else passes as it is.
"""

import logging
import re
import smtplib
import traceback
from collections import defaultdict

import psycopg2

from odoo.models import BaseModel, MetaModel

from .mail_secret import BEGINNING

ADDON = "visitor_management"
HIDDEN = "(hidden: it may hold personal data)"

SQL = "odoo.sql_db"
GATEWAY = "odoo.addons.mail.models.mail_thread"
# What is kept of a message, by the logger that writes it. Queries: _query().
BEGINNINGS = {
    SQL: re.compile(r"\[[\d.]+ ms\] query:|bad query:"),
    "odoo.service.model": re.compile(r"call [\w.]+\([\d, ]*\)\.\w+"),
    "odoo.addons.web.controllers.export": re.compile(
        r"User \d+ exported \d+ '[\w.]+' records"
    ),
    "odoo.addons.base.models.ir_actions": re.compile(r"[\w ]*[Ww]ebhook call[\w ]*:"),
    # who writes to the address of complaints
    GATEWAY: re.compile(r"[\w\-> ]*?mail(?= from| with)"),
    "odoo.domains": re.compile(r"[\w ]+ \(?\[?\(?'[\w.]+', '[\w!=<> ]+'"),
    "py.warnings": re.compile(r"[^\n]*?\w+Warning: [\w\-,. ]*"),
    "odoo.tools.mail": re.compile(r"[\w ]+ when sanitizing"),
    # with ``smtp_debug`` all that is said to a mail server
    "odoo.addons.base.models.ir_mail_server": re.compile(
        r"\w+: ?(?:retcode \(\d+\)|b?'(?:\d{3}|ehlo|mail FROM|rcpt TO|data|quit)\b)?",
        re.IGNORECASE,
    ),
}
# These don't say what they are about: hidden whatever that is
ALWAYS = {
    "odoo.domains": re.compile(""),
    "py.warnings": re.compile(r"the domain condition|operand type"),
    "odoo.tools.mail": re.compile("sanitizing"),
}
# Where the words of any record stand without its name
CARRIERS = (
    "base_import.import",
    "bus.bus",
    "ir.attachment",
    "mail.activity",
    "mail.mail",
    "mail.message",
    "mail.message.translation",
    "mail.notification",
    "mail.push",
    "mail.scheduled.message",
    "mail.tracking.value",
)
# Of what is said about mails that fail, all but to whom it went is needed
MASKED = {
    "odoo.addons.mail.models.mail_mail",
    "odoo.addons.base.models.ir_mail_server",
}
ADDRESS_OR_SECRET = re.compile(
    rf"[^\s<>\"'(){{}}\[\],:;]{{1,64}}@[^\s<>\"'(){{}}\[\],:;]+|{BEGINNING}[\w-]{{8,}}"
)
# A value in a statement: text, whose quotes are doubled, or a number as long as one of
# a telephone or an identity document
VALUE = re.compile(r"'(?:[^']|'')*'|\b\d{5,}\b")


class Names:
    """What is ours, as it stands in a log: models, tables and relations."""

    def __init__(self):
        self.ours = set()
        self.others = set()
        self._pattern = None

    def learn(self, ours, others=()):
        """
        :param ours: names to hide values for
        :param others: names of models that are somebody else's
        """
        self.others |= set(others)
        if not self.ours.issuperset(ours):
            self.ours |= set(ours)
            pages = r"/(?:visitor|client)/"
            self._pattern = re.compile(rf"(?<!\w)(?:{self._any()})(?!\w)|{pages}")

    def _any(self):
        """A pattern of every name, by their first words: each query is searched."""
        by_head = defaultdict(list)
        for name in sorted(self.ours, key=lambda name: (-len(name), name)):
            head = re.match(r"[^._]*", name).group()
            by_head[head].append(re.escape(name[len(head) :]))
        return "|".join(
            f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in by_head.items()
        )

    def of(self, text):
        """
        :return: the names in a text, each once, in their order
        """
        return list(dict.fromkeys(self._pattern.findall(text)))

    def in_text(self, text):
        """Whether a text is about something of ours."""
        return self._pattern.search(text) is not None


NAMES = Names()


def learn(registry):
    """Take the names of what is ours from a registry, so that nobody lists them.

    :param registry: of a database that has this addon
    """
    ours, others = set(), set()
    for model in registry.values():
        if model._original_module == ADDON:
            ours |= {model._name, model._table}
        else:
            others.add(model._name)
        ours |= {
            field.relation
            for field in model._fields.values()
            if field.type == "many2many"
            and field.store
            and field.relation
            and (ADDON in field._modules or model._original_module == ADDON)
        }
    NAMES.learn(ours, others)


class PersonalDataFilter(logging.Filter):
    """Hides what a record tells about visitors and clients; drops no record."""

    def filter(self, record):
        """Change the record in place, once.

        :return: True, nothing is dropped
        """
        if getattr(record, "visitor_management_seen", False):
            return True
        record.visitor_management_seen = True
        try:
            self._hide_message(record)
            self._hide_exceptions(record)
        except Exception as error:  # noqa: BLE001 it would break the call that logs
            record.msg, record.args = f"{HIDDEN} {type(error).__name__}", ()
            record.exc_info = record.exc_text = None
        return True

    def _hide_message(self, record):
        beginning = BEGINNINGS.get(record.name)
        debug = record.levelno <= logging.DEBUG
        if record.name in MASKED and not (debug and beginning):
            message = record.getMessage()
            masked = _masked(message)
            if masked != message:
                record.msg, record.args = "%s", (masked,)
            return
        if beginning is None:
            return
        message = record.getMessage()
        if not _is_ours(record, message):
            return
        kept = beginning.match(message)
        kept = kept.group().rstrip() if kept else "…"
        if record.name == SQL:
            told = _query(record, message)
            if told == message:
                return
            kept = told
        record.msg, record.args = "%s %s", (kept, HIDDEN)

    def _hide_exceptions(self, record):
        """Errors tell the value they stumbled over, the database the whole row."""
        if isinstance(record.msg, BaseException):
            told = _error(record.msg)
            if told:
                record.msg, record.args = "%s", (told,)
        elif isinstance(record.args, tuple):
            record.args = tuple(
                (isinstance(each, BaseException) and _error(each)) or each
                for each in record.args
            )
        error = record.exc_info and record.exc_info[1]
        told = error and _traceback(error)
        if told:
            record.exc_text = told  # formatters take the text if there is one
            record.exc_info = None


FILTER = PersonalDataFilter()


def install():
    """Hang the filter on the loggers that tell too much, and on Odoo's handlers.

    On the loggers, because handlers may be added later; on the handlers for the
    tracebacks, which come from everywhere. More than once is the same as once.
    """
    NAMES.learn(_defined() | _both(CARRIERS))
    for name in {*BEGINNINGS, *MASKED}:
        logging.getLogger(name).addFilter(FILTER)
    for handler in logging.getLogger().handlers:
        handler.addFilter(FILTER)


def _defined():
    """The names in our code, for what is logged before a registry is ready."""
    definitions = MetaModel._module_to_models__[ADDON]
    return _both(
        each._name for each in definitions if each._name not in (each._inherit or ())
    )


def _both(models):
    return {form for name in models for form in (name, name.replace(".", "_"))}


# ----------------------------------------------------------------
# MESSAGES
# ----------------------------------------------------------------


def _is_ours(record, message):
    if record.name == "odoo.addons.base.models.ir_mail_server":
        return True  # at debug level: the conversation with a mail server
    if record.name in ALWAYS:
        return ALWAYS[record.name].search(message) is not None
    if record.name == GATEWAY:
        return NAMES.in_text(message) or not _names_another(record.args)
    return NAMES.in_text(message)


def _names_another(args):
    """Whether a record says that it is about a model of somebody else."""
    for each in args if isinstance(args, tuple) else ():
        first = each[0] if isinstance(each, tuple) and each else each
        name = first._name if isinstance(first, BaseModel) else first
        if isinstance(name, str) and name in NAMES.others:
            return True
    return False


def _masked(text):
    return ADDRESS_OR_SECRET.sub("…", text)


def _query(record, message):
    """A statement without its values; of the error, what the database names."""
    if message.startswith("bad query"):
        query, *error = record.args
        query = query.decode(errors="replace") if isinstance(query, bytes) else query
        told = "".join(_describe(each) for each in error if not isinstance(each, str))
        return f"bad query: {_without_values(str(query))}\nERROR: {told}"
    return _without_values(message)


def _without_values(statement):
    if statement.count("'") % 2:  # not as the database writes it: trust nothing of it
        head = BEGINNINGS[SQL].match(statement)
        return " ".join([head.group() if head else "", *NAMES.of(statement)])
    return VALUE.sub("…", statement)


# ----------------------------------------------------------------
# ERRORS
# ----------------------------------------------------------------


def _links(error):
    """An error and those it came from, the first of them first."""
    links = []
    while error and error not in links:
        links.insert(0, error)
        error = error.__cause__ or error.__context__
    return links


def _is_about_ours(error):
    """Whether an error names something of ours, or happened on the way through it."""
    if NAMES.in_text(str(error)):
        return True
    return any(
        _is_our_value(value)
        for frame, _line in traceback.walk_tb(error.__traceback__)
        for value in frame.f_locals.values()
    )


def _is_our_value(value):
    if isinstance(value, BaseModel):
        value = value._name
    return isinstance(value, str) and value in NAMES.ours and value not in CARRIERS


def _describe(error):
    """An error by its kind and by what of it is no value."""
    told = type(error).__name__
    if isinstance(error, psycopg2.Error):
        diagnosis = error.diag
        for name in ("table_name", "column_name", "constraint_name"):
            if found := getattr(diagnosis, name):
                told += f" {name.removesuffix('_name')} {found}"
        told += f" ({error.pgcode})" if error.pgcode else ""
    elif names := NAMES.of(str(error)):
        told += f" {', '.join(names)}"
    return told


def _hides(error):
    return any(_is_about_ours(each) for each in _links(error))


def _error(error):
    """What is logged of an error instead of its text; None where that may stay."""
    if not _hides(error):
        return _masked(str(error)) if _is_of_mail(error) else None
    told = _describe(error)
    if frames := traceback.extract_tb(error.__traceback__)[-1:]:
        told += f" in {frames[0].name}, {frames[0].filename}:{frames[0].lineno}"
    return f"{told} {HIDDEN}"


def _traceback(error):
    """A traceback without values; None where it may stay as it is."""
    if not _hides(error):
        if _is_of_mail(error):
            return _masked("".join(traceback.format_exception(error))).rstrip()
        return None
    return "\n".join(
        f"{''.join(traceback.format_tb(each.__traceback__))}{_describe(each)}: {HIDDEN}"
        for each in _links(error)
    )


def _is_of_mail(error):
    """Whether a mail server may have told to whom a mail goes, or quoted it."""
    return any(isinstance(each, smtplib.SMTPException) for each in _links(error))

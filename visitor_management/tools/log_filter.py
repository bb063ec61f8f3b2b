"""No personal data in the server's log, whatever its level.

Odoo logs more than one expects: at debug level the arguments of every call and the
values of every query, at error level the values of a query that failed, at info level
what was searched for when somebody exports. :func:`install` hangs one filter on the
loggers that do so. Records that are about this addon keep their beginning, which says
what happened, and lose the rest; all others pass as they are.
"""

import logging
import re
import traceback

import psycopg2

HIDDEN = "(hidden: it may hold personal data)"

# A model, table, relation or page of this addon; `visitor_id` is a column of others,
# and the name of the addon itself tells nothing.
OURS = re.compile(
    r"(?:\b|(?<=_)(?=\w+_rel\b))"
    r"(?:visitor|client(?=[._](?:visit|complaint|callback|rectification|inside"
    r"|timeline|page|statistics)))"
    r"(?:[._](?!ids?\b|management\b)|(?=/))"
)

# What is kept of a message, by the logger that writes it
BEGINNINGS = {
    "odoo.service.model": re.compile(r"call [\w.]+\([\d, ]*\)\.\w+"),
    "odoo.sql_db": re.compile(
        r"(?:\[[\d.]+ ms\] query|bad query): (?:b['\"])?\s*"
        r"(?:(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH) ?(?:\"?[a-z_]+\"?)?)?",
        re.IGNORECASE,
    ),
    "odoo.addons.web.controllers.export": re.compile(
        r"User \d+ exported \d+ '[\w.]+' records"
    ),
    # who writes to the address of complaints
    "odoo.addons.mail.models.mail_thread": re.compile(r"[\w\-> ]*?mail(?= from)"),
    # these don't say of which model the condition is
    "odoo.domains": re.compile(r"[\w ]+ \(?\[?\(?'[\w.]+', '[\w!=<> ]+'"),
}
ALWAYS = {"odoo.domains"}


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
            self._hide_exception(record)
        except Exception as error:  # noqa: BLE001 it would break the call that logs
            record.msg, record.args = f"{HIDDEN} {type(error).__name__}", ()
            record.exc_info = record.exc_text = None
        return True

    def _hide_message(self, record):
        beginning = BEGINNINGS.get(record.name)
        if beginning is None:
            return
        message = record.getMessage()
        if record.name in ALWAYS or OURS.search(message):
            kept = beginning.match(message)
            record.msg = "%s %s"
            record.args = (kept.group().rstrip() if kept else "…", HIDDEN)

    def _hide_exception(self, record):
        """The database tells the whole row that it refused in its error."""
        error = record.exc_info and record.exc_info[1]
        links = []
        while error and error not in links:
            links.append(error)
            error = error.__cause__ or error.__context__
        if any(isinstance(e, psycopg2.Error) and OURS.search(str(e)) for e in links):
            kind, _value, frames = record.exc_info
            lines = traceback.format_tb(frames)
            # formatters take the text if there is one
            record.exc_text = f"{''.join(lines)}{kind.__name__}: {HIDDEN}"
            record.exc_info = None


FILTER = PersonalDataFilter()


def install():
    """Hang the filter on the loggers that tell too much, and on Odoo's handlers.

    On the loggers, because handlers may be added later; on the handlers for the
    tracebacks, which come from everywhere. More than once is the same as once.
    """
    for name in BEGINNINGS:
        logging.getLogger(name).addFilter(FILTER)
    for handler in logging.getLogger().handlers:
        handler.addFilter(FILTER)

from datetime import timezone

from odoo import api, fields, models
from odoo.tools import email_normalize
from odoo.tools.translate import LazyTranslate

from ...tools import ical, sender_check

_lt = LazyTranslate(__name__)

# What the history says of an answer that changes nothing: no names, it outlives them.
STRANGER = _lt(
    "Somebody who was not invited answered to the appointment by mail. It changed "
    "nothing."
)
OLDER = _lt(
    "An answer to an older mail about the appointment came. It changed nothing: ask "
    "again for the time that holds now."
)
UNREADABLE = _lt(
    "A calendar's answer to the appointment came that says neither yes nor no. It "
    "changed nothing."
)


class VisitorCalendarMixin(models.AbstractModel):
    """An appointment that people are invited to by mail, and may answer from there.

    Their calendar shows it by the file that goes with the mail (``tools/ical.py``), and
    sends their answer to whom the mail came from. A mail proves little: the answer
    counts from the address that was invited, and for the newest invitation only.
    """

    _name = "visitor.calendar.mixin"
    _description = "Appointment in the Calendars of Others"

    ical_uid = fields.Char(
        groups=fields.NO_ACCESS,
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What calendars know the appointment by, for ever.",
    )
    ical_sequence = fields.Integer(
        groups=fields.NO_ACCESS,
        readonly=True,
        copy=False,
        help="The number of the next invitation; each replaces those before.",
    )
    ical_stranger = fields.Integer(
        groups=fields.NO_ACCESS,
        readonly=True,
        copy=False,
        help="What that number was when it was last said that a stranger answered.",
    )

    # ------------------------------------------------------------
    # OF EACH MODEL
    # ------------------------------------------------------------

    def _calendar_event(self):
        """What is told of the appointment: the values of :class:`ical.Event` that are
        not those of the mail.
        """
        raise NotImplementedError

    def _calendar_invited(self):
        """
        :return: list of pairs of a name and a normalised address
        """
        raise NotImplementedError

    def _calendar_answered(self, answer):
        """Do what somebody answered who was invited.

        :param answer: :class:`ical.Answer` to the newest invitation
        """
        raise NotImplementedError

    def _calendar_note(self, sentence):
        """Say in the history what came of an answer."""
        self._log_said(sentence)

    # ------------------------------------------------------------
    # OUT
    # ------------------------------------------------------------

    def _calendar_file(self, kind):
        """The calendar file of the next mail; call it as superuser.

        :param str kind: ``asked``, ``confirmed``, ``moved`` or ``cancelled``
        :return: str, see ``mail.mail.calendar_file``
        """
        self.ensure_one()
        self.ical_uid = self.ical_uid or self._calendar_uid()
        event = self._calendar_as_told(self.ical_sequence)
        self.ical_sequence += 1
        return ical.invitation(event, kind)

    def _calendar_as_told(self, sequence):
        """The appointment, as :class:`ical.Event`; call it as superuser.

        :param int sequence: number of the mail that tells it
        """
        return ical.Event(
            uid=self.ical_uid or self._calendar_uid(),
            sequence=sequence,
            stamp=fields.Datetime.now().replace(tzinfo=timezone.utc),
            **self._calendar_event(),
        )

    def _calendar_changed(self):
        """What was written to those invited no longer holds: no answer to it counts."""
        for record_sudo in self.sudo().filtered("ical_uid"):  # the program's number
            record_sudo.ical_sequence += 1

    def _calendar_uid(self):
        # sudo: the name of this database, which makes it unique in the world
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"{self._name}-{self.id}@{database}"

    def _calendar_sender(self):
        """The address to which calendars answer, so that Odoo gets it: that of all
        answers; without one the mail comes from whom its template says.
        """
        return self.company_id.alias_domain_id.catchall_email

    # ------------------------------------------------------------
    # IN
    # ------------------------------------------------------------

    @api.model
    def _calendar_find(self, uid):
        """What a calendar means, as superuser; empty if it is nothing of ours.

        :param str uid: from a mail, not proven
        """
        # sudo: whose mail it is decides what follows
        return self.sudo().search([("ical_uid", "=", uid)], limit=1) if uid else self

    def _calendar_take(self, text, message):
        """Take what a calendar answers; call it as superuser.

        :param str text: the calendar file
        :param email.message.EmailMessage message: the mail
        :return: whether it is of somebody invited; else the mail is nobody's word
        """
        self.ensure_one()
        sender = email_normalize(
            str(message.get("From") or "")
        )  # one person, or no one
        invited = {address for _name, address in self._calendar_invited()}
        checked = sender_check.check(message, self.company_id._mail_servers())
        if sender not in invited or checked == sender_check.FAILED:
            self._stranger_answered()
            return False
        answer = ical.read_answer(text, invited)
        if answer.sequence < self.ical_sequence - 1:
            self._calendar_note(OLDER)
        elif not answer.says:
            self._calendar_note(UNREADABLE)
        else:
            self._calendar_answered(answer)
        return True

    def _stranger_answered(self):
        """Say it once of each invitation: strangers may write without end."""
        if self.ical_stranger != self.ical_sequence:
            self.ical_stranger = self.ical_sequence
            self._calendar_note(STRANGER)

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, formataddr
from odoo.tools.translate import LazyTranslate

from ...tools import incoming_mail, keys
from ...tools.sentences import say
from ..visit.visitor_visit import STANDS

_lt = LazyTranslate(__name__)

# Who has been written to, and hears of changes.
INVITED = ("sent", "opened", "complete", "bounced")
# Who is inside reads no mail about coming.
COMING = ("expected", "outside")
SUBJECTS = {
    "invited": _lt("Your visit to %(site)s on %(day)s"),
    "changed": _lt("Changed: your visit to %(site)s on %(day)s"),
    "reminder": _lt("Before your visit to %(site)s on %(day)s: still to do"),
    "cancelled": _lt("Cancelled: your visit to %(site)s on %(day)s"),
}
SCHEDULER = "mail.ir_cron_mail_scheduler_action"


class VisitorRegistration(models.Model):
    """The mail that invites a visitor, and its life.

    One at a time waits to leave; it is written as it leaves
    (``visitor_registration_letter.py``), so that several changes make one mail, and a
    change that was taken back makes none.
    """

    _inherit = "visitor.registration"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_send_invitation(self):
        """Mail each visitor the invitation with a new link; the links before end.

        :return: True
        :raise AccessError: the user may not change this visitor
        :raise UserError: the visitor has no address or several, is not expected, or the
            visit is not approved; nobody is written to then
        """
        self.check_access("write")
        self.visit_id._check_no_sample()
        for person in self:
            person._check_may_be_invited()
        self.sudo()._invite()  # write access checked above
        return True

    def action_revoke_invitation(self):
        """End the links that were mailed to visitors; a mail that waits does not leave.

        The visit stands. :meth:`action_send_invitation` sends a new link.

        :return: True
        :raise AccessError: the user may not change this visitor
        """
        self.check_access("write")
        people_sudo = self.sudo()  # write access checked above
        people_sudo._lock()
        self.env["visitor.invitation"]._end_links(people_sudo)
        people_sudo._set_invitation_state("none")
        return True

    def _check_may_be_invited(self):
        """
        :raise UserError: says why nobody can be written to, and what to do
        """
        visit_sudo = self.sudo().visit_id  # of a visitor whom the user may change
        if visit_sudo.state not in STANDS:
            raise UserError(
                self.env._(
                    "Visitors are invited once their visit is approved, and until it "
                    "is over."
                )
            )
        if self.state not in COMING or visit_sudo._over_at() <= fields.Datetime.now():
            raise UserError(self.env._("This visitor is not expected any more."))
        self._check_one_email()
        if not self._mail_address():
            raise UserError(
                self.env._("Enter the e-mail address of the visitor first.")
            )

    def _mail_address(self):
        """The one address of this visitor, normalised; False: there is none."""
        return email_normalize(self.email)

    # ------------------------------------------------------------
    # QUEUE
    # ------------------------------------------------------------

    def _invite(self):
        """Queue the invitation, with a new link; the caller checked who may."""
        self._lock()
        self.env["visitor.invitation"]._end_links(self)
        self._queue_letters("invited")
        self.write({"invitation_state": "sent", "invited_at": fields.Datetime.now()})

    def _invite_by_kind(self):
        """Invite those whose kind of visit says so; call it once they are approved."""
        self.filtered(
            lambda person: (
                person.type_id.invite_by_mail
                and person.state in COMING
                and person.invitation_state == "none"
                and not person.visit_id.walk_in
                and not person.visit_id.sample
                and person._mail_address()
            )
        )._invite()

    def _invitation_changed(self, always=False):
        """Tell those who were invited what is different now, in one mail.

        :param bool always: although time, place, host and number are as they were
        """
        people = self.filtered(
            lambda person: (
                person.invitation_state in INVITED
                and person.state in COMING
                and person.visit_id.state in STANDS
                and person._mail_address()
            )
        )
        if not people:
            return
        news = people.filtered(
            lambda person: (
                always or person.invitation_told != person._invitation_digest()
            )
        )
        news._queue_letters("changed")
        # it is as they know it: what waits would tell them nothing
        waiting = self.env["visitor.invitation"]._waiting_mails(people - news)
        waiting.filtered(
            lambda mail: mail.invitation_kind in ("changed", "cancelled")
        ).cancel()

    def _invitation_called_off(self):
        """Those who were told come no more: their calendars are told, too."""
        people = self.filtered(
            lambda person: person.invitation_state in INVITED and person._mail_address()
        )
        people._queue_letters("cancelled")

    def _queue_letters(self, kind):
        """Queue one mail to each, in place of what waits.

        :param str kind: ``invited``, ``changed``, ``reminder`` or ``cancelled``
        """
        if not self:
            return
        links = self.env["visitor.invitation"]
        waiting_sudo = links._waiting_mails(self)
        waits = {mail.secret_about_id: mail.invitation_kind for mail in waiting_sudo}
        waiting_sudo.cancel()
        kinds = {
            person: person._kind_in_place_of(waits.get(person.id), kind)
            for person in self
        }
        kinds = {person: chosen for person, chosen in kinds.items() if chosen}
        # as nobody: no mail server of a user, no colleague's list
        mails_sudo = self.env["mail.mail"].with_user(SUPERUSER_ID).sudo()
        mails_sudo = mails_sudo.create(
            [person._letter_values(chosen) for person, chosen in kinds.items()]
        )
        for mail, (person, chosen) in zip(mails_sudo, kinds.items(), strict=True):
            mail.write(
                {
                    "secret_model": links._name,
                    "secret_about_id": person.id,
                    "secret_user_id": self.env.uid,
                    "invitation_kind": chosen,
                }
            )
        if mails_sudo:
            self.env.ref(SCHEDULER).sudo()._trigger()

    def _kind_in_place_of(self, waits, kind):
        """
        :param str waits: kind of the mail that has not left, if any
        :return: kind of the one mail that leaves, or None
        """
        if kind == "cancelled":  # who never heard of it is told nothing
            return kind if self.invitation_told else None
        if waits == "invited" or (kind == "reminder" and waits):
            return waits
        return kind

    def _letter_values(self, kind):
        person = self._in_own_language()
        company, site = person.company_id, person.site_id
        sender = person._calendar_sender()
        own = company.email_formatted or self.env.user.email_formatted
        return {
            "subject": say(person.env, SUBJECTS[kind])
            % {"site": site.name, "day": person._letter_day()},
            "email_from": formataddr((company.name, sender)) if sender else own,
            "reply_to": own or sender,
            "email_to": formataddr((person.name, person._mail_address())),
            # or the note of an absence would be taken for the answer
            "headers": repr(incoming_mail.MADE_BY_MACHINE),
            "record_company_id": company.id,
            "record_alias_domain_id": company.alias_domain_id.id,
            "message_type": "email_outgoing",
            "auto_delete": True,
        }

    # ------------------------------------------------------------
    # AS IT LEAVES
    # ------------------------------------------------------------

    def _is_mail_wanted(self, kind):
        """Whether a mail that waits still makes sense.

        :param str kind: of the mail
        """
        if not self._mail_address():
            return False
        called_off = self.state in ("cancelled", "refused") or (
            self.visit_id.state in ("cancelled", "refused")
        )
        if kind == "cancelled":
            return called_off
        stands = self.visit_id.state in STANDS and self._has_open_steps()
        if not stands or self.invitation_state == "none":
            return False
        return kind != "reminder" or self._has_steps_to_do()

    def _invitation_left(self, kind, failed):
        """A mail has left, or no mail server took it.

        :param str kind: of the mail
        """
        if failed:
            self._set_invitation_state("bounced")
        elif kind == "cancelled":
            self.invitation_told = False
        else:
            if kind != "reminder":
                self.invitation_told = self._invitation_digest()
            if self.invitation_state == "bounced":
                self._set_invitation_state("sent")

    def _invitation_digest(self):
        """What visitors are told again when it changes."""
        visit = self.visit_id
        return keys.hashed(
            repr(
                (
                    visit.start,
                    visit.stop,
                    visit.site_id.id,
                    visit.unit_id.id,
                    visit.host_id.id,
                    visit.host_partner_id.id,
                    visit.headcount,
                )
            )
        )

    # ------------------------------------------------------------
    # WHAT BECAME OF IT
    # ------------------------------------------------------------

    def _invitation_used(self):
        """The visitor did something on the page."""
        done, steps = self._steps_done()
        self._set_invitation_state("complete" if done == steps else "opened")

    def _invitation_bounced(self):
        self.filtered(
            lambda person: person.invitation_state in INVITED
        )._set_invitation_state("bounced")

    def _set_invitation_state(self, state):
        """
        :param str state: what host and desk read
        """
        people = self.filtered(lambda person: person.invitation_state != state)
        if people:
            people.sudo().invitation_state = state  # the program's, as all states

    def _invitation_words(self):
        """What became of the invitation, for the panel of the desk.

        :return: ``{"state", "words"}``, or False where nobody was invited
        """
        state = self.invitation_state or "none"
        if state == "none":
            return False
        labels = self._fields["invitation_state"]._description_selection(self.env)
        return {"state": state, "words": dict(labels)[state]}

    def _has_steps_to_do(self):
        done, steps = self._steps_done()
        return done < steps

from odoo import SUPERUSER_ID, api, fields, models

from ...tools import delivery_report


class VisitorInvitation(models.Model):
    """The link of a visitor that leaves in a mail: until the visit is over.

    Of several mails (an invitation, a reminder, a change) the link in each works, for
    visitors open whichever they find. Whoever sends the invitation anew or withdraws it
    ends them all at once.
    """

    _inherit = "visitor.invitation"

    # ------------------------------------------------------------
    # IN A MAIL
    # ------------------------------------------------------------

    @api.model
    def _mail_secret(self, person_sudo):
        """Make the secret of a visitor's own link, as a mail does.

        :param person_sudo: ``visitor.registration``; the caller checked who may
        :return: the secret, this once
        """
        secret, _invitation = self.sudo()._make(  # the caller checked
            person_sudo, channel="mail", expires_at=person_sudo.visit_id._over_at()
        )
        return secret

    @api.model
    def _issue(self, mail_sudo):
        # sudo: the mail was made by who may send it
        registrations_sudo = self.env["visitor.registration"].sudo()
        person_sudo = registrations_sudo.browse(mail_sudo.secret_about_id)
        secret, _invitation = self.sudo()._make(
            person_sudo,
            channel="mail",
            expires_at=person_sudo.visit_id._over_at(),
            user_id=mail_sudo.secret_user_id.id or SUPERUSER_ID,
            mail_ref=mail_sudo.id,
            message_ref=mail_sudo.message_id,
        )
        return secret

    @api.model
    def _mail_is_wanted(self, mail_sudo, person_sudo):
        kind = mail_sudo.invitation_kind
        return bool(person_sudo) and person_sudo._is_mail_wanted(kind)

    @api.model
    def _after_sending(self, mail_sudo, failed):
        registrations_sudo = self.env["visitor.registration"].sudo()
        person_sudo = registrations_sudo.browse(mail_sudo.secret_about_id).exists()
        if failed:  # nobody has that one
            left_sudo = self.sudo()._open_of(person_sudo, "mail")
            left_sudo.filtered(lambda each: each.mail_ref == mail_sudo.id)._end()
        person_sudo._invitation_left(mail_sudo.invitation_kind, failed)

    @api.model
    def _when_given_up(self, person_sudo):
        person_sudo._set_invitation_state("bounced")

    @api.model
    def _end_links(self, people_sudo):
        """End what left in mails to some visitors, and what waits to leave."""
        self._waiting_mails(people_sudo).cancel()
        self.sudo()._open_of(people_sudo, "mail")._end()  # the caller checked

    @api.model
    def _follow_visits(self, visits_sudo):
        """Links end with the visit, which was moved."""
        links_sudo = self.sudo().search(
            [
                ("channel", "=", "mail"),
                ("ended_at", "=", False),
                ("registration_id.visit_id", "in", visits_sudo.ids),
            ]
        )
        for visit, links in links_sudo.grouped(
            lambda link: link.registration_id.visit_id
        ).items():
            links.expires_at = visit._over_at()

    # ------------------------------------------------------------
    # USING
    # ------------------------------------------------------------

    def _use(self):
        if self.channel != "mail":
            return super()._use()
        self.ensure_one()
        if not self.opened_at:
            self.opened_at = fields.Datetime.now()
        self.registration_id._invitation_used()
        return None

    def _document(self):
        document = super()._document()
        if self.channel == "mail":
            document["pass"] = self.registration_id._invitation_pass()
        return document

    # ------------------------------------------------------------
    # WHAT COMES BACK
    # ------------------------------------------------------------

    @api.model
    def _note_bounce(self, message, message_refs):
        """A mail server could not deliver an invitation.

        :param email.message.EmailMessage message: what it says
        :param list message_refs: the numbers of the mails that it gives back
        """
        if not message_refs or not delivery_report.is_final(message):
            return
        links_sudo = self.sudo().search([("message_ref", "in", message_refs)])
        links_sudo.registration_id._invitation_bounced()

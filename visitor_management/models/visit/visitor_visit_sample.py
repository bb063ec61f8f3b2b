from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class VisitorVisit(models.Model):
    """A visit by nobody, to see how the screen of reception looks with a visitor.

    It is announced and never checked in: admission says so at every door. It has no
    pass, nobody is told of it, and no figure counts it. It goes with its button, or by
    itself when its time is over.
    """

    _inherit = "visitor.visit"

    @api.model
    def _make_sample(self, site):
        """A sample visit of today at a site, hosted by who asks.

        :param site: ``visitor.site``, which the caller may change
        :return: the visit
        """
        host = self.env.user.employee_ids.filtered(
            lambda employee: employee.company_id == site.company_id
        )[:1]
        start = self._default_start() + timedelta(minutes=15)
        _begin, midnight = site._day_bounds(site._today())
        if start >= midnight:  # late in the evening the list of today has no later
            start = fields.Datetime.now()
        # nothing of the caller's context
        # pylint: disable-next=context-overridden
        visits_sudo = self.sudo().with_context({"lang": self.env.lang})
        visit_sudo = visits_sudo.create(
            {
                "sample": True,
                "site_id": site.id,
                "type_id": self._kind_of_sample(site.company_id).id,
                "host_id": host.id,
                "host_partner_id": False if host else self.env.user.partner_id.id,
                "purpose": self.env._("To look at: delete it in the setup"),
                "start": start,
                "stop": start + timedelta(hours=1),
                "registration_ids": [
                    Command.create(
                        {
                            "name": self.env._("Sample Visitor"),
                            "organization": self.env._("Sample Company"),
                        }
                    )
                ],
            }
        )
        visit_sudo._set_state("approved")
        site._bus_changed(visit_sudo.registration_ids)
        return visit_sudo.with_env(self.env)

    @api.model
    def _kind_of_sample(self, company):
        kinds = self.env["visitor.visit.type"].search(
            [("company_id", "in", (company.id, False))], limit=1
        )
        if not kinds:
            raise UserError(self.env._("Make a kind of visit first."))
        return kinds

    def _delete_sample(self):
        """Delete samples, and only them.

        :raise UserError: something was kept with one of them, as a waiver
        """
        samples_sudo = self.sudo().filtered("sample")  # nobody's visit
        for site, visits in samples_sudo.grouped("site_id").items():
            site._bus_changed(visits.registration_ids)
        samples_sudo.registration_ids.unlink()
        samples_sudo.unlink()

    def _end_sample(self):
        """Its time is over: it goes, or what was kept with it would wait for ever."""
        try:
            with self.env.cr.savepoint():
                self._delete_sample()
        except UserError:
            self._set_state("cancelled")
            self._end_registrations("cancelled")

    def _sample_name(self):
        """What it is called instead of a number: it must not use one up."""
        self.ensure_one()
        return self.sample and self.env._("Sample Visit")

    def _check_no_sample(self):
        """
        :raise UserError: a real visitor would go with the sample
        """
        if not self.env.su and any(visit.sample for visit in self.sudo()):
            raise UserError(
                self.env._("This is a sample to look at. Announce a visit of your own.")
            )

    # ------------------------------------------------------------
    # NOBODY IS TOLD
    # ------------------------------------------------------------

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        return [] if self.sample else recipients

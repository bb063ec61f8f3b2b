from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list


class VisitorSite(models.Model):
    """The switch: who works here without the training of reception admits nobody."""

    _inherit = "visitor.site"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("staff_training_required"):
                vals["staff_training_since"] = fields.Datetime.now()
        return super().create(vals_list)

    def write(self, vals):
        new = self.browse()
        if vals.get("staff_training_required"):
            new = self.filtered(lambda site: not site.staff_training_required)
        result = super().write(vals)
        if new:
            super(VisitorSite, new).write(
                {"staff_training_since": fields.Datetime.now()}
            )
        return result

    def _check_staff_trained(self):
        """
        :raise UserError: the user has not taken what is asked of reception here, and
            the time to take it is over; names the training
        """
        if self.env.su:
            return
        now = fields.Datetime.now()
        for site_sudo in self.sudo().filtered("staff_training_required"):
            overdue = self.browse(site_sudo.id)._overdue_trainings(self.env.user, now)
            if not overdue:
                continue
            names = format_list(self.env, overdue.mapped("name"))
            if not self.env.user.sudo().employee_ids:
                raise UserError(
                    self.env._(
                        "Only trained staff lets visitors in at this site, and your "
                        "login belongs to no employee who could have taken: %s. Ask "
                        "the administrator to link it.",
                        names,
                    )
                )
            raise UserError(
                self.env._(
                    "You can't let visitors in before you have taken your training: "
                    "%s. Take it under “My Training”, or ask a colleague. Letting "
                    "people out is always possible.",
                    names,
                )
            )

    def _overdue_trainings(self, user, now):
        """The trainings of reception that a user should have taken by now.

        :param user: ``res.users``
        :param datetime now: naive UTC
        :return: ``visitor.induction``
        """
        self.ensure_one()
        site_sudo = self.sudo()  # its switch, and the user's own training
        inductions_sudo = self.env["visitor.induction"]._for_staff(
            "for_reception", site_sudo.company_id
        )
        employees_sudo = user.sudo().with_context(active_test=False).employee_ids
        records_sudo = inductions_sudo.env["visitor.induction.record"].search(
            Domain("induction_id", "in", inductions_sudo.ids)
            & Domain("employee_id", "in", employees_sudo.ids)
            & Domain("passed", "=", True)
        )
        grace = timedelta(days=site_sudo.staff_training_grace)
        day = self._to_local(now).date()
        overdue = inductions_sudo.browse()
        for induction in inductions_sudo:
            mine = records_sudo.filtered(lambda r, of=induction: r.induction_id == of)
            if any(record._counts_on(day) for record in mine):
                continue
            since = [site_sudo.staff_training_since]
            if mine:
                since.append(max(record._ended_at() for record in mine))
            else:
                started = employees_sudo.mapped("create_date") or [user.create_date]
                started = min(started).replace(microsecond=0)
                since += [induction.for_reception_since, started]
            if now >= max(filter(None, since), default=now) + grace:
                overdue |= induction
        return overdue

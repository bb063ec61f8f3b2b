from odoo import api, models


class VisitorPermitDaysOff(models.AbstractModel):
    """A day off that is entered, changed or taken back holds for permits at once.

    Not by the dependencies of a field: each leave of an employee would count the hours
    of all permits.
    """

    _name = "visitor.permit.days.off.mixin"
    _description = "Days Off That Permits Go By"

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        days._recount_permits()
        return days

    def write(self, vals):
        companies = self._off_companies()
        result = super().write(vals)
        self._recount_permits(companies)
        return result

    def unlink(self):
        companies = self._off_companies()
        result = super().unlink()
        companies._follow_days_off()
        return result

    def _recount_permits(self, also=()):
        companies = self._off_companies()
        for company in also:
            companies |= company
        companies._follow_days_off()

    def _off_companies(self):
        return self.sudo().company_id  # whose permits go by it


class ResCompany(models.Model):
    _inherit = "res.company"

    def _follow_days_off(self):
        """Count anew what goes by the days off of the companies."""
        if self:
            self.env["visitor.permit"]._recount_hours(self)


class ClientServiceDay(models.Model):
    _name = "client.service.day"
    _inherit = ["client.service.day", "visitor.permit.days.off.mixin"]


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "visitor.permit.days.off.mixin"]

    def _off_companies(self):
        everybody = self.sudo().filtered(lambda leave: not leave.resource_id)
        return everybody.company_id

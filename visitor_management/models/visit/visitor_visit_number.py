from odoo import api, models

# What is saved by a form may be an empty one. A caller's context can hold a key of that
# name, but not this very object.
BY_FORM = object()


class VisitorVisit(models.Model):
    """When a visit gets its number: when it is made.

    A form that nothing was typed into makes one without: it gets its number once there
    is something in it, at the latest when it is announced.
    """

    _inherit = "visitor.visit"

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        if self.env.context.get("visitor_form") is BY_FORM:
            visits.filtered(lambda visit: visit._says_something())._number()
        else:
            visits._number()
        return visits

    def web_save(self, vals, specification, next_id=None):
        """As of every model; an empty form takes no number."""
        visits = self if self else self.with_context(visitor_form=BY_FORM)
        return super(VisitorVisit, visits).web_save(vals, specification, next_id)

    def write(self, vals):
        result = super().write(vals)
        if "name" not in vals:
            without = self.filtered(lambda visit: not visit.name)
            without.filtered(lambda visit: visit._says_something())._number()
        return result

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for visit in self.filtered(lambda visit: not visit.name):
            visit.display_name = self.env._("New visit")
        return result

    def _says_something(self):
        """Whether there is more to it than what stands on an empty form."""
        return bool(
            self.registration_ids
            or self.purpose
            or self.partner_id
            or self.headcount > 1
            or self.state != "draft"
        )

    def _number(self):
        """Draw a number for those that have none."""
        for visit_sudo in self.sudo():  # the number is not the user's to choose
            if not visit_sudo.name:
                visit_sudo.name = visit_sudo._sample_name() or (
                    visit_sudo.company_id._next_number(
                        self._name,
                        visit_sudo.site_id._to_local(visit_sudo.start).date(),
                    )
                )

    def _set_state(self, state, **vals):
        self._number()
        return super()._set_state(state, **vals)

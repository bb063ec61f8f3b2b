from odoo import api, models


class VisitorVisitType(models.Model):
    """What names a training is held to what the training's own form is held to."""

    _inherit = "visitor.visit.type"

    @api.constrains("induction_ids")
    def _check_inductions_named(self):
        self.induction_ids._check_when_named()


class VisitorSite(models.Model):
    _inherit = "visitor.site"

    @api.constrains("induction_ids")
    def _check_inductions_named(self):
        self.induction_ids._check_when_named()


class VisitorArea(models.Model):
    _inherit = "visitor.area"

    @api.constrains("induction_ids")
    def _check_inductions_named(self):
        self.induction_ids._check_when_named()

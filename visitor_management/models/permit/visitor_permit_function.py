from odoo import api, fields, models

from ...tools.name_field import Line


class VisitorPermitFunction(models.Model):
    """Who has to sign a permit before it is approved: the acceptor, a department."""

    _name = "visitor.permit.function"
    _description = "Function That Signs"
    _inherit = ["visitor.held.mixin", "visitor.fixed.mixin"]
    _order = "kind_id, sequence, id"
    _fixed_fields = frozenset({"kind_id"})

    kind_id = fields.Many2one(
        "visitor.permit.kind", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="kind_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    name = Line("Function", required=True, translate=True)
    code = Line(
        "Short Name", help="By which other programs name it, e.g. acceptor or safety."
    )
    acceptor = fields.Boolean(
        help="The person in charge of the works accepts the permit. Has no login here: "
        "reception hands over the pad, and the signature is needed."
    )
    user_ids = fields.Many2many(
        "res.users",
        "visitor_permit_function_user_rel",
        "function_id",
        "user_id",
        "Signed By",
        domain="[('share', '=', False)]",
        ondelete="restrict",
        help="Who signs for it. Empty, or none of them at work: security.",
    )

    _code_uniq = models.UniqueIndex(
        "(kind_id, code) WHERE code IS NOT NULL AND active",
        "Two functions of a kind of works have different short names.",
    )

    @api.constrains("user_ids")
    def _check_users(self):
        self.kind_id._check_people()

    def _signers(self, site):
        """Who signs for it at a site: those named who are at work, else security.

        :return: ``res.users``
        """
        self.ensure_one()
        named_sudo = self.sudo().user_ids  # who signs, to be asked
        at_work = self.env["visitor.stand.in"]._at_work(named_sudo, site.company_id)
        return at_work or site._security_officers()

    def _called(self, function):
        """The function that a caller means.

        :param function: its id, its short name, or its name as the caller reads it
        :return: one of these records, or none
        """
        if isinstance(function, int) and not isinstance(function, bool):
            return self.filtered(lambda each: each.id == function)
        wanted = str(function or "").strip().casefold()
        if not wanted:
            return self.browse()
        for name in ("code", "name"):
            found = self.filtered(
                lambda each, name=name: (each[name] or "").casefold() == wanted
            )
            if found:
                return found[:1]
        return self.browse()

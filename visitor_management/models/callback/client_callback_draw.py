import hashlib
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.name_field import Line
from .client_callback_rule import SOURCES


class ClientCallbackDraw(models.Model):
    """A sample of finished work whose clients are called back.

    Complaints are all called back; of other work the rules want a share. Which ones is
    left to a draw that anybody can repeat: the work orders are put into the order of
    the SHA-256 of seed and number, and the first of them are drawn. The seed is made
    with the draw, so nobody chooses who is called.
    """

    _name = "client.callback.draw"
    _description = "Sample"
    _inherit = ["client.state.mixin", "client.clock.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _draft_domain = [("state", "=", "draft")]
    _fixed_fields = frozenset({"company_id"})

    _transitions = {"draft": {"drawn"}}

    name = Line("Sample", required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    source = fields.Selection(
        [each for each in SOURCES if each[0] != "complaint"],
        required=True,
        default="repair",
    )
    department_id = fields.Many2one(
        "hr.department",
        "Responsible",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The department whose work it is, where a line says no other.",
    )
    seed = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_hex(8),
        help="The same seed and work orders draw the same.",
    )
    line_ids = fields.One2many("client.callback.draw.line", "draw_id", "Work Orders")
    line_count = fields.Integer("Number of Work Orders", compute="_compute_counts")
    drawn_count = fields.Integer("Number Drawn", compute="_compute_counts")
    callback_count = fields.Integer("Callbacks", compute="_compute_counts")
    coverage = fields.Text(
        "By the Rules",
        readonly=True,
        copy=False,
        help="What the rules said when the sample was drawn.",
    )
    state = fields.Selection(
        [("draft", "To Draw"), ("drawn", "Drawn")],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    drawn_at = fields.Datetime("Drawn On", readonly=True, copy=False)
    drawn_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("line_ids.drawn", "line_ids.callback_ids")
    def _compute_counts(self):
        lines = self.env["client.callback.draw.line"]
        groups = lines._read_group(
            [("draw_id", "in", self.ids)], ["draw_id", "drawn"], ["__count"]
        )
        counts = {(draw, drawn): count for draw, drawn, count in groups}
        callbacks = dict(
            self.env["client.callback"]._read_group(
                [("draw_id", "in", self.ids)], ["draw_id"], ["__count"]
            )
        )
        for draw in self:
            known = draw._origin
            draw.drawn_count = counts.get((known, True), 0)
            draw.line_count = draw.drawn_count + counts.get((known, False), 0)
            draw.callback_count = callbacks.get(known, 0)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if vals.keys() - {"name"} and not self.env.su:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drawn(self):
        self._check_draft()

    def _check_draft(self):
        if any(draw.state != "draft" for draw in self):
            raise UserError(
                self.env._("The sample is drawn: it is kept as it was drawn.")
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_fill_units(self):
        """Add a line for each occupied unit that has none yet.

        :return: True
        :raise UserError: the sample is drawn, or is not of routine callbacks
        """
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        if self.source != "routine":
            raise UserError(self.env._("Only routine callbacks are drawn from units."))
        units = self.env["visitor.unit"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_ids", "!=", False),
                ("id", "not in", self.line_ids.unit_id.ids),
            ]
        )
        several = len(units.site_id | self.line_ids.unit_id.site_id) > 1
        self.env["client.callback.draw.line"].create(
            [
                {
                    "draw_id": self.id,
                    "origin": f"{unit.site_id.name} {unit.display_name}"
                    if several
                    else unit.display_name,
                    "unit_id": unit.id,
                    "partner_id": unit.partner_ids[:1].id,
                }
                for unit in units
            ]
        )
        return True

    def action_draw(self):
        """Draw: whom the lot falls on gets the callbacks that the rules want.

        :return: True
        :raise UserError: drawn already, nothing to draw from, or a work order was
            called back before
        """
        self.check_access("write")
        for draw in self:
            if draw.state != "draft":
                raise draw._step_not_allowed("drawn")
            if not draw.line_ids:
                raise UserError(self.env._("Add the work orders to draw from first."))
            draw._check_not_called()
            draw._draw()
        return True

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _last_step(self):
        """It has no history, and keeps who drew."""
        return self._who_and_when(self.drawn_by_id.sudo().name, self.drawn_at)

    def _check_not_called(self):
        """A client is not asked twice about the same work."""
        if self.source == "routine":
            return
        called = self.env["client.callback"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("source", "=", self.source),
                ("origin", "in", self.line_ids.mapped("origin")),
            ]
        )
        if called:
            numbers = ", ".join(sorted(set(called.mapped("origin")))[:5])
            raise UserError(
                self.env._(
                    "These are called back already: %s. Remove their lines.", numbers
                )
            )

    def _rank(self, origin):
        """The lot of a work order: nobody can foresee it, everybody can repeat it."""
        return hashlib.sha256((self.seed + origin).encode()).hexdigest(), origin

    def _draw(self):
        """Draw by the rules of now; what is repaired again and again is in anyway."""
        self.ensure_one()
        rules = {line: line._fitting_rules() for line in self.line_ids}
        drawn, coverage = self._drawn_lines(rules)
        again = self.line_ids.filtered(lambda line: line._is_repeated())
        if again:
            coverage.append(
                self.env._(
                    "Repaired again and again, called back in any case: %s", len(again)
                )
            )
        # sudo: the lot and its callbacks follow from the step, which was checked
        lines_sudo = (drawn | again).sudo()
        lines_sudo.drawn = True
        for line_sudo in lines_sudo:
            line_sudo._make_callbacks(rules[line_sudo].sudo(), line_sudo in again)
        self._set_state(
            "drawn",
            drawn_at=fields.Datetime.now(),
            drawn_by_id=self.env.uid,
            coverage="\n".join(coverage),
        )

    def _drawn_lines(self, rules):
        """The lines that the lot falls on, and what was said about it, by rule.

        :param rules: dict from line to the rules that fit it
        """
        drawn = self.env["client.callback.draw.line"]
        coverage = []
        for rule, lines in self.line_ids.grouped(
            lambda line: rules[line]._leading()
        ).items():
            if not rule:
                coverage.append(
                    self.env._("Without a rule, nobody called: %s", len(lines))
                )
                continue
            count = rule._how_many(len(lines))
            ranked = lines.sorted(lambda line: self._rank(line.origin))
            drawn |= ranked[:count]
            coverage.append(
                self.env._(
                    "%(rule)s: %(percent)s %% of %(all)s, that is %(count)s",
                    rule=rule.display_name,
                    percent=rule.coverage,
                    all=len(lines),
                    count=count,
                )
            )
        return drawn, coverage
